/** Time and chance as the functions see them; tests pass their own. */
export interface Clock {
  /** Milliseconds since the epoch, UTC. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Evenly from 0 up to but not 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: () => Math.random(),
};
