import type { Pass } from '../messages/pass.ts';
import { toHundredths } from './baseline.ts';

/**
 * How much warmer somebody was than the people just before, by all readings that a pass carries.
 * @returns °C; null when none of them could be compared.
 */
export function deviationC({ skinC, baselineC, more = [] }: Pick<Pass, 'skinC' | 'baselineC' | 'more'>): number | null {
  const readings = [{ skinC, baselineC }, ...more];
  return meanDeviationC(
    readings.map((reading) => reading.skinC),
    readings.map((reading) => reading.baselineC),
  );
}

/**
 * How much warmer somebody is by several readings of the same few seconds: the mean of what each differs from its own
 * baseline. The errors of single readings even out; a sensor's offset does not, and that is what baselines are for. A
 * gate keeps one baseline for each place in the row, because the first reading of somebody who still moves is the
 * coldest.
 * @param readingsC in their order; null where there was no valid one.
 * @param baselinesC as many, each of the people just before; null while that one is learning.
 * @returns °C in whole hundredths, a half rounded up; null when no reading has a baseline.
 */
export function meanDeviationC(
  readingsC: readonly (number | null)[],
  baselinesC: readonly (number | null)[],
): number | null {
  const deviations = readingsC.flatMap((readingC, place) => {
    const baselineC = baselinesC[place] ?? null;
    return readingC === null || baselineC === null ? [] : [toHundredths(readingC) - toHundredths(baselineC)];
  });
  if (deviations.length === 0) return null;
  const sum = deviations.reduce((total, deviation) => total + deviation, 0);
  return Math.floor((2 * sum + deviations.length) / (2 * deviations.length)) / 100;
}
