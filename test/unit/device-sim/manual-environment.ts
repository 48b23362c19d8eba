import { type Environment, systemEnvironment } from '../../../device-sim/environment.ts';
import { createManualClock } from '../local/aws/manual-clock.ts';

/** An environment whose time stands still until `advance` moves it, and whose chance is always in the middle. */
export function createManualEnvironment(startMs = Date.UTC(2026, 10, 24, 4)) {
  const clock = createManualClock(startMs);
  const environment: Environment = {
    now: clock.now,
    uptimeMs: clock.now,
    after: clock.after,
    random: () => 0.5,
    randomHex: systemEnvironment.randomHex,
  };
  return {
    environment,
    pending: clock.pending,
    /** Lets what was promised before happen, moves the time, and lets happen what that has brought about. */
    async advance(ms: number) {
      await settle();
      clock.advance(ms);
      await settle();
    },
  };
}

/** Until everything that waits for nothing but promises has happened. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
