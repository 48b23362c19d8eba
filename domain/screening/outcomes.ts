import { isFeverConfirmed } from '../judgement.ts';
import { outcomeLimits } from '../limits/screening.ts';
import type { GateConfig } from '../messages/config.ts';
import type { Site } from '../messages/fields.ts';
import type { Pass } from '../messages/pass.ts';
import { toHundredths } from './baseline.ts';
import { deviationC } from './rounds.ts';

/** What of a stored pass tells what a limit does. */
export type OutcomePass = Pick<
  Pass,
  | 'epoch'
  | 'seq'
  | 'at'
  | 'site'
  | 'skinC'
  | 'baselineC'
  | 'more'
  | 'sensorFault'
  | 'contactC'
  | 'recheckOf'
  | 'configVersion'
>;

/** Persons; how many of them a contact thermometer measured, and in how many of these it confirmed a fever. */
export interface Tally {
  people: number;
  measured: number;
  confirmed: number;
}

/** Persons who could be compared with those just before, at one gate and site. */
export interface SiteOutcomes {
  /** By how much warmer they were, in whole hundredths, held within what limits there can be. */
  byDeviation: Map<number, Tally>;
  /** In which one of them passed (UTC, `YYYY-MM-DDTHH`). */
  hours: Set<string>;
  /** The highest limit that one of them was judged by, °C: from there on the gate asked for all to be measured. */
  askedFromC: number;
}

/** A person who passed lately, for the second measurement that may follow. */
interface Person {
  tally: Tally;
  outcome: 'not-measured' | 'no-fever' | 'fever';
}

interface GateOutcomes {
  sites: Map<Site, SiteOutcomes>;
  /** The last ones, by epoch and seq of their passes. */
  recent: Map<string, Person>;
}

/**
 * What became of the people at the gates of a community, in counts that say for any limit what it would have done:
 * the baseline does not depend on the limit, so that what a pass carries holds for every one. Each person is in one
 * tally. Memory depends on gates and hours, not on passes.
 */
export interface Outcomes {
  gates: Map<string, GateOutcomes>;
  /** Whose gate doubted its own sensor. */
  duringSensorFault: Tally;
  /** Nothing to compare with yet, or no reading. */
  notCompared: Tally;
  /** By whatever limit they were judged, nobody knows it. */
  underUnknownConfig: Tally;
  /** Measurements by a contact thermometer of whom it is not known who it was, or by which limit to take them. */
  measurementsLeftOut: number;
}

const emptyTally = (): Tally => ({ people: 0, measured: 0, confirmed: 0 });

export function noOutcomes(): Outcomes {
  return {
    gates: new Map(),
    duringSensorFault: emptyTally(),
    notCompared: emptyTally(),
    underUnknownConfig: emptyTally(),
    measurementsLeftOut: 0,
  };
}

/**
 * Counts a pass, in place: a month of a community is some 400,000.
 * @param outcomes of passes before it, those of a gate in order of time.
 * @param config that the pass names; undefined when the gate was never given it.
 */
export function countPass(outcomes: Outcomes, gate: string, pass: OutcomePass, config: GateConfig | undefined): void {
  const ofGate = entry(outcomes.gates, gate, () => ({ sites: new Map(), recent: new Map() }));
  const { epoch, seq, recheckOf, contactC } = pass;
  const person = recheckOf ? ofGate.recent.get(`${epoch}#${recheckOf.seq}`) : toPerson(outcomes, ofGate, pass, config);
  if (person) remember(ofGate.recent, `${epoch}#${seq}`, person);
  if (contactC === undefined) return;
  if (!person || !config) outcomes.measurementsLeftOut++;
  else countMeasurement(person, isFeverConfirmed(pass, config));
}

function toPerson(outcomes: Outcomes, ofGate: GateOutcomes, pass: OutcomePass, config: GateConfig | undefined): Person {
  const tally = tallyOf(outcomes, ofGate, pass, config);
  tally.people++;
  return { tally, outcome: 'not-measured' };
}

function tallyOf(outcomes: Outcomes, { sites }: GateOutcomes, pass: OutcomePass, config: GateConfig | undefined) {
  const aboveC = deviationC(pass);
  if (pass.sensorFault) return outcomes.duringSensorFault;
  if (aboveC === null) return outcomes.notCompared;
  if (!config) return outcomes.underUnknownConfig;
  const ofSite = entry(sites, pass.site, () => ({ byDeviation: new Map(), hours: new Set(), askedFromC: 0 }));
  ofSite.hours.add(pass.at.slice(0, 'YYYY-MM-DDTHH'.length));
  ofSite.askedFromC = Math.max(ofSite.askedFromC, config.limitC[pass.site]);
  const deviation = Math.min(Math.max(toHundredths(aboveC), 0), toHundredths(outcomeLimits.deviationMaxC));
  return entry(ofSite.byDeviation, deviation, emptyTally);
}

/** Whoever is measured more than once has a fever when one measurement confirms it. */
function countMeasurement(person: Person, isFever: boolean): void {
  if (person.outcome === 'not-measured') person.tally.measured++;
  if (isFever && person.outcome !== 'fever') person.tally.confirmed++;
  person.outcome = isFever || person.outcome === 'fever' ? 'fever' : 'no-fever';
}

function remember(recent: Map<string, Person>, key: string, person: Person): void {
  recent.set(key, person);
  const [oldest] = recent.keys();
  if (recent.size > outcomeLimits.recentPassesMax && oldest !== undefined) recent.delete(oldest);
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
