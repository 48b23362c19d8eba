import type { Clock } from '../clock.ts';
import { iotLimits } from '../limits.ts';

/** Holds one connection to IoT Core's rates, by making it wait: nothing is dropped, the client's socket fills up. */
export interface Throttle {
  /** Resolves when a message of so many bytes may be taken in; the result says that it is done with. */
  enter(bytes: number): Promise<() => void>;
}

/**
 * Messages pass in their order. A connection may use up a second's allowance at once and then goes at the rate.
 */
export function createThrottle(clock: Clock): Throttle {
  const messages = createBucket(iotLimits.publishesPerSecond, clock);
  const bytes = createBucket(iotLimits.publishBytesPerSecond, clock);
  const waiting: (() => void)[] = [];
  let under = 0;

  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else under -= 1;
  };

  return {
    async enter(size) {
      if (under < iotLimits.inboundUnacknowledgedMax) under += 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      const delayMs = Math.max(messages.take(1), bytes.take(size));
      if (delayMs > 0) await new Promise<void>((resolve) => clock.after(delayMs, resolve));
      return leave;
    },
  };
}

/** A token bucket that goes into debt: `take` says after how many milliseconds the amount is covered. */
function createBucket(perSecond: number, clock: Clock): { take(amount: number): number } {
  let level = perSecond;
  let at = clock.now();
  return {
    take(amount) {
      const now = clock.now();
      level = Math.min(perSecond, level + (Math.max(0, now - at) * perSecond) / 1000) - amount;
      at = now;
      return level >= 0 ? 0 : Math.ceil((-level * 1000) / perSecond);
    },
  };
}
