/** The world's own time of day: people and weather go by it, gates by their own clocks. */
export interface WorldClock {
  /** Hours since local midnight at which the run begins, with fractions: 7.5 is half past seven. */
  startsAtH: number;
  /** How many times faster than the run's clock it goes. */
  speed: number;
}

const hourMs = 3_600_000;

/** @returns hours since local midnight of the first day; they go on counting from 24 on the second. */
export function worldTimeH({ startsAtH, speed }: WorldClock, runMs: number): number {
  return startsAtH + (runMs * speed) / hourMs;
}
