import { outcomeLimits } from '../limits/screening.ts';
import type { Site } from '../messages/fields.ts';
import { toHundredths } from './baseline.ts';
import type { Outcomes, SiteOutcomes } from './outcomes.ts';

/** A share with its 95 % interval, each from 0 to 1. */
export interface Share {
  share: number;
  interval: readonly [number, number];
}

/** What a limit would have done with the people who passed. */
export interface AtLimit {
  limitC: number;
  /** At or above it. */
  alarms: number;
  /** An hour at one gate; only hours count in which somebody passed there who could be compared. */
  alarmsPerHour: number;
  /** At the gate that has the most of them. */
  most: GateLoad;
  alarmsPerPerson: number;
  /**
   * How many of the alarms were measured and how many of these were right; null where not all of them were alarms
   * when they passed, so that nobody was asked to measure the rest.
   */
  measured: number | null;
  right: Share | null;
  /** Confirmed fevers below the limit: those that are known of. Below `askedFromC` hardly anybody was measured. */
  knownMissed: number;
}

interface GateLoad {
  gate: string;
  alarmsPerHour: number;
}

/** The gates of a community at one site. */
export interface SiteRecord {
  site: Site;
  byGate: ReadonlyMap<string, SiteOutcomes>;
  people: number;
  /** Added up over the gates. */
  hours: number;
  confirmed: number;
  /** The highest limit that anybody was judged by, °C: from there on all were to be measured. */
  askedFromC: number;
}

/** @returns the sites at which somebody was compared. */
export function siteRecords({ gates }: Outcomes): SiteRecord[] {
  return (['face', 'forehead'] as const).flatMap((site) => {
    const byGate = new Map(
      [...gates].flatMap(([gate, { sites }]) => {
        const ofSite = sites.get(site);
        return ofSite ? [[gate, ofSite]] : [];
      }),
    );
    if (byGate.size === 0) return [];
    const all = [...byGate.values()];
    const { people, confirmed } = countFrom(all, 0);
    const askedFromC = Math.max(...all.map((one) => one.askedFromC));
    return [{ site, byGate, people, hours: hoursOf(all), confirmed, askedFromC }];
  });
}

export function atLimit(record: SiteRecord, limitC: number): AtLimit {
  const { byGate, people, hours, confirmed, askedFromC } = record;
  const above = countFrom([...byGate.values()], toHundredths(limitC));
  const areAllAsked = toHundredths(limitC) >= toHundredths(askedFromC);
  return {
    limitC,
    alarms: above.people,
    alarmsPerHour: above.people / hours,
    most: busiest(loads(byGate, limitC)),
    alarmsPerPerson: above.people / people,
    measured: areAllAsked ? above.measured : null,
    right: areAllAsked ? wilson(above.confirmed, above.measured) : null,
    knownMissed: confirmed - above.confirmed,
  };
}

/** A limit, or why none can be chosen: too few people or hours, or too many alarms by the highest. */
export type Choice =
  | { limitC: number; most: GateLoad; withoutSay: string[] }
  | { none: 'too-little' }
  | { none: 'too-many'; most: GateLoad };

/**
 * The lowest limit that keeps within a load at each gate. A gate with people in few hours has no say: what it had may
 * be chance.
 */
export function chooseLimit({ byGate, people }: SiteRecord, alarmsPerHourMax: number): Choice {
  const known = new Map([...byGate].filter(([, { hours }]) => hours.size >= outcomeLimits.choiceHoursMin));
  if (people < outcomeLimits.choicePeopleMin || known.size === 0) return { none: 'too-little' };
  const { comparedFromC, comparedToC, choiceStepC } = outcomeLimits;
  for (const limitC of steps(comparedFromC, comparedToC, choiceStepC)) {
    const most = busiest(loads(known, limitC));
    const withoutSay = [...byGate.keys()].filter((gate) => !known.has(gate));
    if (most.alarmsPerHour <= alarmsPerHourMax) return { limitC, most, withoutSay };
  }
  return { none: 'too-many', most: busiest(loads(known, comparedToC)) };
}

/** °C from one to the other, both included, in whole hundredths. */
export function steps(fromC: number, toC: number, stepC: number): number[] {
  const [from, to, step] = [toHundredths(fromC), toHundredths(toC), toHundredths(stepC)];
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => (from + index * step) / 100);
}

function loads(byGate: ReadonlyMap<string, SiteOutcomes>, limitC: number): GateLoad[] {
  return [...byGate].map(([gate, ofSite]) => ({
    gate,
    alarmsPerHour: countFrom([ofSite], toHundredths(limitC)).people / ofSite.hours.size,
  }));
}

function busiest([first = { gate: '', alarmsPerHour: 0 }, ...others]: readonly GateLoad[]): GateLoad {
  return others.reduce((most, one) => (one.alarmsPerHour > most.alarmsPerHour ? one : most), first);
}

function countFrom(sites: readonly SiteOutcomes[], deviationMin: number) {
  const sum = { people: 0, measured: 0, confirmed: 0 };
  for (const { byDeviation } of sites) {
    for (const [deviation, tally] of byDeviation) {
      if (deviation < deviationMin) continue;
      sum.people += tally.people;
      sum.measured += tally.measured;
      sum.confirmed += tally.confirmed;
    }
  }
  return sum;
}

function hoursOf(sites: readonly SiteOutcomes[]): number {
  return sites.reduce((sum, { hours }) => sum + hours.size, 0);
}

/** Two-sided 95 % of a normal distribution. */
const z = 1.959964;

/**
 * Of few the true share may be far from the one seen, and of none right it need not be none. Source: E. B. Wilson,
 * "Probable inference, the law of succession, and statistical inference", 1927.
 * @returns null when there is nothing to take a share of.
 */
export function wilson(successes: number, trials: number): Share | null {
  if (trials === 0) return null;
  const share = successes / trials;
  const middle = share + z ** 2 / (2 * trials);
  const half = z * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  const scale = 1 + z ** 2 / trials;
  return { share, interval: [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)] };
}
