import { gateDayOf } from './gate.ts';
import { quantile } from './statistics.ts';
import { streamOf } from './stream.ts';

/** What the next reading is compared with, from the last ones of this gate day, oldest first; never of none. */
export type Estimate = (recent: readonly number[]) => number;

/** As in the shipped rule: until so many readings exist in a gate day, the last value of the day before serves. */
const readingsNeeded = 5;

/**
 * The shipped rule's window with another size and another middle, to try out what is not shipped.
 * @returns along the passes what each reading is compared with, °C; null while nothing is known.
 */
export function compareWith(
  readingsC: readonly (number | null)[],
  size: number,
  estimate: Estimate,
): readonly (number | null)[] {
  let recent: number[] = [];
  let lastDay: number | null = null;
  return readingsC.map((readingC, pass) => {
    const dayBegins = pass % streamOf.passesADay === 0 && gateDayOf(pass) > 0;
    if (dayBegins) {
      if (recent.length >= readingsNeeded) lastDay = estimate(recent);
      recent = [];
    }
    const comparedWith = recent.length >= readingsNeeded ? estimate(recent) : lastDay;
    if (readingC !== null) recent = [...recent, readingC].slice(-size);
    return comparedWith;
  });
}

export const median: Estimate = (recent) => quantile(recent, 0.5);
export const lowerQuartile: Estimate = (recent) => quantile(recent, 0.25);
export const upperTercile: Estimate = (recent) => quantile(recent, 2 / 3);

/** The newest count most; nobody counts for more than half a degree off the median. */
export const fadingMean: Estimate = (recent) => {
  const middle = median(recent);
  const fading = recent.map((_, index) => Math.exp((2 * (index + 1 - recent.length)) / recent.length));
  const sum = recent.reduce((total, value, index) => total + (fading[index] ?? 0) * clamp(value - middle, 0.5), 0);
  return middle + sum / fading.reduce((total, weight) => total + weight);
};

/** The median, carried on along the line through the medians of the older and of the newer half. */
export const trend: Estimate = (recent) => {
  const half = Math.floor(recent.length / 2);
  const slope = (median(recent.slice(-half)) - median(recent.slice(0, half))) / (recent.length - half);
  return median(recent) + (clamp(slope, 0.02) * recent.length) / 2;
};

/** How much people differ: the median distance from the median, not below a tenth of a degree. */
export const spread: Estimate = (recent) => {
  const middle = median(recent);
  return Math.max(0.1, median(recent.map((value) => Math.abs(value - middle))));
};

function clamp(value: number, max: number): number {
  return Math.max(-max, Math.min(max, value));
}
