import type { DayCurve } from './day-curve.ts';

/** How a community lives through the day. */
export interface Rhythm {
  /** How many people pass; only how the hours compare counts. */
  passes: DayCurve;
  /** Share of the residents who are away from home, from 0 to 1. Who goes out and who comes in follows from it. */
  away: DayCurve;
}

/**
 * A residential community on a working day: guesses, made so that the busiest hour has 2.4 times the mean (as planned
 * for: 31 of 13 a second) and that most people go out by nine and are home again for dinner.
 */
export const cityDay: Rhythm = {
  // biome-ignore format: four lines of six hours
  passes: [
    0.1, 0.05, 0.04, 0.04, 0.06, 0.25,
    0.9, 2, 2.4, 1.4, 1.1, 1.2,
    1.3, 1, 0.9, 1, 1.3, 2,
    2.3, 1.7, 1.2, 0.8, 0.5, 0.25,
  ],
  // biome-ignore format: four lines of six hours
  away: [
    0.05, 0.05, 0.05, 0.05, 0.05, 0.05,
    0.08, 0.2, 0.42, 0.55, 0.58, 0.55,
    0.5, 0.52, 0.55, 0.55, 0.5, 0.4,
    0.27, 0.2, 0.17, 0.12, 0.08, 0.06,
  ],
};
