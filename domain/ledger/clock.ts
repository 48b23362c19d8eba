import * as z from 'zod';
import { ledgerLimits } from '../limits/ledger.ts';

/** What messages say of a gate's clock. Those that were received before the last that counted say nothing new. */
export const gateClock = z.object({
  atMs: z.int(),
  offsetMs: z.int().describe('how much the clock was ahead then; negative: behind'),
  inARow: z.int().describe('so many said the same: that it is right, or that it is wrong'),
  wrong: z.object({ since: z.string(), told: z.boolean() }).optional(),
});
export type GateClock = z.infer<typeof gateClock>;

/** When a message was sent by the gate's clock, and when it was received by the broker's. */
export interface ClockReading {
  sentAtMs: number;
  receivedAtMs: number;
}

const { clockOffMs, clockReadingsInARow, clockNotedMs } = ledgerLimits;

/**
 * A clock is wrong when one more reading in a row says so than messages can be under way: what the network held up was
 * sent long before it was received, and its gate's clock is right. It is right again when as many say so.
 * @returns the same object when there is nothing to be noted.
 */
export function observeClock(clock: GateClock | undefined, readings: readonly ClockReading[]): GateClock | undefined {
  let next = clock;
  for (const reading of readings.toSorted((one, other) => one.receivedAtMs - other.receivedAtMs)) {
    if (!next || reading.receivedAtMs > next.atMs) next = observe(next, reading);
  }
  return next && clock && isLike(next, clock) ? clock : next;
}

function observe(clock: GateClock | undefined, { sentAtMs, receivedAtMs }: ClockReading): GateClock {
  const offsetMs = sentAtMs - receivedAtMs;
  const isOff = isFarOff(offsetMs);
  const inARow = clock && isFarOff(clock.offsetMs) === isOff ? Math.min(clock.inARow + 1, clockReadingsInARow) : 1;
  const isSure = inARow === clockReadingsInARow;
  const begun = isOff && isSure ? { since: new Date(receivedAtMs).toISOString(), told: false } : undefined;
  const wrong = !isOff && isSure ? undefined : (clock?.wrong ?? begun);
  return { atMs: receivedAtMs, offsetMs, inARow, ...(wrong && { wrong }) };
}

function isFarOff(offsetMs: number): boolean {
  return Math.abs(offsetMs) > clockOffMs;
}

/** Nothing that anybody would do anything about. */
function isLike(one: GateClock, other: GateClock): boolean {
  return (
    one.inARow === other.inARow &&
    isFarOff(one.offsetMs) === isFarOff(other.offsetMs) &&
    one.wrong?.since === other.wrong?.since &&
    Math.abs(one.offsetMs - other.offsetMs) < clockNotedMs
  );
}
