import type { Clock } from '../clock.ts';

/** A token bucket as API Gateway throttles with: what is over the rate and the burst is refused, not held up. */
export function createThrottle(limits: { ratePerS: number; burst: number }, clock: Clock): { admits(): boolean } {
  let level = limits.burst;
  let atMs = clock.now();
  return {
    admits() {
      const nowMs = clock.now();
      level = Math.min(limits.burst, level + (Math.max(0, nowMs - atMs) * limits.ratePerS) / 1000);
      atMs = nowMs;
      if (level < 1) return false;
      level -= 1;
      return true;
    },
  };
}
