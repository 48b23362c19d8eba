// Goal: what is said of a limit follows from the passes: who would have been an alarm, who of these was found to have a
// fever, whom the limit would have missed; and the limit that is chosen is the lowest that guards can bear.
// Method: streams of people at several gates are counted, and reckoned again from whole lists of persons, with nothing
// of the counting; figures of intervals are from the literature.
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { outcomeLimits } from '../../../../domain/limits/screening.ts';
import { countPass, noOutcomes, type Outcomes } from '../../../../domain/screening/outcomes.ts';
import {
  atLimit,
  chooseLimit,
  type SiteRecord,
  siteRecords,
  steps,
  wilson,
} from '../../../../domain/screening/outcomes-at-limit.ts';
import { passOf } from '../../../helpers/passes.ts';
import { type AtGate, configOf, peopleMeasured } from './people-measured.ts';

vi.setConfig({ testTimeout: 30_000 });

const anySeed = fc.integer().map(String);
const anyLimitC = fc.integer({ min: 10, max: 500 }).map((hundredths) => hundredths / 100);

function count(passes: readonly AtGate[]): Outcomes {
  const outcomes = noOutcomes();
  for (const { gate, pass } of passes) countPass(outcomes, gate, pass, configOf(pass.configVersion));
  return outcomes;
}

/** A person by definition: the first pass, and all that were taken of the same person. */
interface Reckoned extends AtGate {
  /** Mean of what the readings differ by, rounded half up; in hundredths. */
  deviation: number;
  contacts: { celsius: number; limitC: number }[];
}

function reckon(passes: readonly AtGate[]): Reckoned[] {
  const firsts = passes.filter(({ pass }) => !pass.recheckOf);
  return firsts.flatMap(({ gate, pass }) => {
    const differences = [pass, ...(pass.more ?? [])]
      .filter(({ skinC, baselineC }) => skinC !== null && baselineC !== null)
      .map(({ skinC, baselineC }) => Math.round((skinC ?? 0) * 100) - Math.round((baselineC ?? 0) * 100));
    if (pass.sensorFault || differences.length === 0 || !configOf(pass.configVersion)) return [];
    const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
    const ofPerson = passes.filter(
      (other) =>
        other.gate === gate &&
        other.pass.epoch === pass.epoch &&
        (other.pass === pass || other.pass.recheckOf?.seq === pass.seq),
    );
    const contacts = ofPerson.flatMap((other) => {
      const config = configOf(other.pass.configVersion);
      const celsius = other.pass.contactC;
      return config && celsius !== undefined ? [{ celsius, limitC: config.contactLimitC }] : [];
    });
    return [{ gate, pass, deviation: Math.floor(mean + 0.5), contacts }];
  });
}

const isFever = ({ contacts }: Reckoned) => contacts.some(({ celsius, limitC }) => celsius >= limitC);
const alarmsAt = (people: readonly Reckoned[], limitC: number) =>
  people.filter(({ deviation }) => deviation >= Math.round(limitC * 100));
const hoursOf = (people: readonly Reckoned[]) =>
  new Set(people.map(({ gate, pass }) => gate + pass.at.slice(0, 13))).size;

function loadsAt(people: readonly Reckoned[], limitC: number): number[] {
  const byGate = Map.groupBy(people, ({ gate }) => gate);
  return [...byGate.values()].map((ofGate) => alarmsAt(ofGate, limitC).length / hoursOf(ofGate));
}

describe('what a limit would have done', () => {
  it('is what a list of the persons says', () => {
    fc.assert(
      fc.property(anySeed, anyLimitC, (seed, limitC) => {
        const passes = peopleMeasured(seed, 80);
        const everybody = reckon(passes);
        const records = siteRecords(count(passes));
        expect(records.reduce((sum, { people }) => sum + people, 0)).toBe(everybody.length);
        for (const record of records) {
          const people = everybody.filter(({ pass }) => pass.site === record.site);
          const alarms = alarmsAt(people, limitC);
          const limits = people.map(({ pass }) => configOf(pass.configVersion)?.limitC[record.site] ?? 0);
          const measured = alarms.filter(({ contacts }) => contacts.length > 0);
          const areAllAsked = limitC >= Math.max(...limits);
          expect(atLimit(record, limitC)).toMatchObject({
            alarms: alarms.length,
            alarmsPerHour: alarms.length / hoursOf(people),
            most: { alarmsPerHour: Math.max(...loadsAt(people, limitC)) },
            alarmsPerPerson: alarms.length / people.length,
            measured: areAllAsked ? measured.length : null,
            right: areAllAsked ? wilson(alarms.filter(isFever).length, measured.length) : null,
            knownMissed: people.filter(isFever).length - alarms.filter(isFever).length,
          });
        }
      }),
    );
  });

  it('counts every person once', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const passes = peopleMeasured(seed, 60);
        const outcomes = count(passes);
        const aside = [outcomes.duringSensorFault, outcomes.notCompared, outcomes.underUnknownConfig];
        const people = [...aside, ...siteRecords(outcomes)].reduce((sum, one) => sum + one.people, 0);
        expect(people).toBe(passes.filter(({ pass }) => !pass.recheckOf).length);
      }),
    );
  });

  it('leaves out a measurement of somebody whose first pass is not there, and says so', () => {
    const again = passOf({ seq: 2, contactC: 38, recheckOf: { seq: 1, at: passOf().at, reason: 'too-warm' } });
    const outcomes = count([{ gate: 'east', pass: again }]);
    expect(outcomes.measurementsLeftOut).toBe(1);
    expect(siteRecords(outcomes)).toEqual([]);
  });

  it('remembers no more people of a gate than it may', () => {
    const passes = Array.from({ length: 3 * outcomeLimits.recentPassesMax }, (_, index) => passOf({ seq: index + 1 }));
    const outcomes = count(passes.map((pass) => ({ gate: 'east', pass })));
    expect(outcomes.gates.get('east')?.recent.size).toBe(outcomeLimits.recentPassesMax);
  });
});

describe('the limit that is chosen', () => {
  const candidatesC = steps(outcomeLimits.comparedFromC, outcomeLimits.comparedToC, outcomeLimits.choiceStepC);

  it('is the lowest by which no gate has more alarms an hour', () => {
    fc.assert(
      fc.property(anySeed, fc.double({ min: 0.2, max: 3, noNaN: true }), (seed, alarmsPerHourMax) => {
        const passes = peopleMeasured(seed, 4_000);
        const everybody = reckonWithoutContacts(passes);
        for (const record of siteRecords(count(passes))) {
          const people = everybody.filter(({ pass }) => pass.site === record.site);
          const isBearable = (limitC: number) => Math.max(...loadsAt(people, limitC)) <= alarmsPerHourMax;
          const lowest = candidatesC.find(isBearable);
          expect(chooseLimit(record, alarmsPerHourMax)).toMatchObject(
            lowest === undefined ? { none: 'too-many' } : { limitC: lowest, withoutSay: [] },
          );
        }
      }),
      { numRuns: 5 },
    );
  });

  it('is not chosen from few people, nor from few hours', () => {
    const record = (hours: number, people: number): SiteRecord => {
      const pass = (index: number) => {
        const atMs = Date.parse('2026-11-24T00:00:00.000Z') + (index % hours) * 3_600_000;
        return passOf({ seq: index + 1, at: new Date(atMs).toISOString() });
      };
      const passes = Array.from({ length: people }, (_, index) => ({ gate: 'east', pass: pass(index) }));
      const [only] = siteRecords(count(passes));
      if (!only) throw new TypeError('nobody was compared');
      return only;
    };
    expect(chooseLimit(record(24, 999), 1)).toEqual({ none: 'too-little' });
    expect(chooseLimit(record(23, 1_000), 1)).toEqual({ none: 'too-little' });
    const most = { gate: 'east', alarmsPerHour: 0 };
    expect(chooseLimit(record(24, 1_000), 1)).toEqual({ limitC: 0.4, most, withoutSay: [] });
  });
});

/** Reckoning who was measured takes a look at everybody for everybody. */
function reckonWithoutContacts(passes: readonly AtGate[]): Reckoned[] {
  return passes.flatMap((one) => (one.pass.recheckOf ? [] : reckon([one])));
}

// Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 1998, table I.
describe('an interval', () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i among %i is from %f to %f', (successes, trials, low, high) => {
    const interval = wilson(successes, trials)?.interval;
    expect(interval?.[0]).toBeCloseTo(low, 4);
    expect(interval?.[1]).toBeCloseTo(high, 4);
  });

  it('of nothing is none', () => {
    expect(wilson(0, 0)).toBeNull();
  });
});
