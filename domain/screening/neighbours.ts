import { screeningLimits } from '../limits/screening.ts';
import type { Pass } from '../messages/pass.ts';
import { median, toHundredths } from './baseline.ts';

/** What of a day's passes says how warm a gate's sensor finds people. */
export type DayPass = Pick<Pass, 'at' | 'site' | 'baselineC'>;

/** A gate whose sensor finds the people of a community warmer or colder than the other gates do. */
export interface OffGate {
  gate: string;
  /** °C above the others; below them when negative. */
  offC: number;
}

/**
 * Drift that a gate cannot see itself: slow, or there from the beginning. The same people pass the gates of a
 * community in the same weather, so what one sensor says for hours and the others do not is the sensor.
 * @param byGate passes of one day; only gates that measure at the same site are compared.
 */
export function offGates(byGate: ReadonlyMap<string, readonly DayPass[]>): OffGate[] {
  const hours = [...byGate].map(([gate, passes]) => ({ gate, medians: hourlyMedians(passes) }));
  return hours.flatMap(({ gate, medians }) => {
    const others = hours.filter((other) => other.gate !== gate).map((other) => other.medians);
    const differences = [...medians].flatMap(([hour, middle]) => {
      const beside = others.flatMap((other) => other.get(hour) ?? []);
      return beside.length < screeningLimits.neighboursMin ? [] : [middle - middleNearest(beside, middle)];
    });
    if (differences.length < screeningLimits.neighbourHoursMin) return [];
    const off = median(differences);
    return Math.abs(off) < toHundredths(screeningLimits.neighbourOffC) ? [] : [{ gate, offC: off / 100 }];
  });
}

/** By site and hour (UTC): the median of what the gate compared people with, in hundredths, where there were enough. */
function hourlyMedians(passes: readonly DayPass[]): Map<string, number> {
  const byHour = new Map<string, number[]>();
  for (const { at, site, baselineC } of passes) {
    if (baselineC === null) continue;
    const hour = `${site} ${at.slice(0, 'YYYY-MM-DDTHH'.length)}`;
    const baselines = byHour.get(hour) ?? [];
    baselines.push(toHundredths(baselineC));
    byHour.set(hour, baselines);
  }
  const enough = [...byHour].filter(([, baselines]) => baselines.length >= screeningLimits.neighbourPassesMin);
  return new Map(enough.map(([hour, baselines]) => [hour, median(baselines)]));
}

/** Of two in the middle the nearer one: where one of two others is off, who is right is not blamed. */
function middleNearest(values: readonly number[], to: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const lower = sorted[(sorted.length - 1) >> 1] ?? to;
  const upper = sorted[sorted.length >> 1] ?? to;
  return Math.abs(lower - to) < Math.abs(upper - to) ? lower : upper;
}
