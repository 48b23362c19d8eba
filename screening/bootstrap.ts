import { seededRandom } from '../domain/seeded-random.ts';
import { type DayWeights, quantile } from './statistics.ts';

/** Lower and upper end. */
export type Interval = readonly [number, number];

const tails = { low: 0.025, high: 0.975 } as const;

/**
 * Draws of as many days as there are, with putting back: people of one day share a room, a calibration and a season, so
 * they do not stand for themselves. Windows are not built anew: a draw says how often each day counts.
 */
export function resampleDays(days: number, draws: number, seed: number): DayWeights[] {
  const random = seededRandom(`${seed}/bootstrap`);
  return Array.from({ length: draws }, () => {
    const weights = new Uint32Array(days);
    for (let drawn = 0; drawn < days; drawn += 1) {
      const day = Math.floor(random() * days);
      weights[day] = (weights[day] ?? 0) + 1;
    }
    return weights;
  });
}

/** The middle 95 % of what the draws gave. */
export function interval95(values: readonly number[]): Interval {
  return [quantile(values, tails.low), quantile(values, tails.high)];
}
