/** How a place lives through the day. Both have a value at each full hour of local time, and are straight in between. */
export interface Rhythm {
  /** How many people pass then; only how the hours compare counts. */
  passes: readonly number[];
  /** Share of the residents who are away from home then, from 0 to 1. Whether people go out or come in follows. */
  away: readonly number[];
}

/**
 * A residential community on a working day: guesses, made so that the busiest hour has 2.4 times the mean (as the
 * planned figures have: 31 of 13 a second) and a resident passes about four times a day.
 */
export const cityDay: Rhythm = {
  // biome-ignore format: from 0 to 23 o'clock
  passes: [0.1, 0.05, 0.04, 0.04, 0.06, 0.25, 0.9, 2, 2.4, 1.4, 1.1, 1.2, 1.3, 1, 0.9, 1, 1.3, 2, 2.3, 1.7, 1.2, 0.8, 0.5, 0.25],
  // biome-ignore format: from 0 to 23 o'clock
  away: [0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.08, 0.2, 0.42, 0.55, 0.58, 0.55, 0.5, 0.52, 0.55, 0.55, 0.5, 0.4, 0.27, 0.2, 0.17, 0.12, 0.08, 0.06],
};
