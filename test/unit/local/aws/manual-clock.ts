import type { Clock } from '../../../../local/clock.ts';

/** A clock that stands still until `advance` moves it and runs what has become due, in order. */
export function createManualClock(startMs = Date.UTC(2026, 0, 15)) {
  let now = startMs;
  const timers = new Set<{ at: number; run: () => void }>();
  const clock: Clock = {
    now: () => now,
    after(delayMs, run) {
      const timer = { at: now + delayMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };
  return {
    ...clock,
    /** How many timers wait. */
    pending: () => timers.size,
    advance(ms: number) {
      now += ms;
      for (const timer of [...timers].sort((a, b) => a.at - b.at)) {
        if (timer.at > now || !timers.delete(timer)) continue;
        timer.run();
      }
    },
  };
}
