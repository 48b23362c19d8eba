// Goal: a clock that is wrong is noticed, and a slow network or a message that was sent again is no wrong clock.
// Method: readings of a gate by number; a property over the order in which they are told.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type GateClock, observeClock } from '../../../../domain/ledger/clock.ts';
import { ledgerLimits } from '../../../../domain/limits/ledger.ts';

const start = Date.parse('2026-11-24T03:00:00.000Z');
const { clockOffMs, clockReadingsInARow } = ledgerLimits;

/** A message received in a certain minute, sent by a clock that was so much ahead. */
const reading = (minute: number, offsetMs: number) => {
  const receivedAtMs = start + minute * 60_000;
  return { receivedAtMs, sentAtMs: receivedAtMs + offsetMs };
};
const observing = (...offsets: number[]): GateClock | undefined =>
  observeClock(
    undefined,
    offsets.map((offsetMs, minute) => reading(minute, offsetMs)),
  );
const off = clockOffMs + 1;

test('is wrong when one more in a row says so than can be under way', () => {
  expect(observing(...new Array(clockReadingsInARow - 1).fill(off))?.wrong).toBeUndefined();
  const since = new Date(start + (clockReadingsInARow - 1) * 60_000).toISOString();
  expect(observing(...new Array(clockReadingsInARow).fill(off))?.wrong).toEqual({ since, told: false });
  expect(observing(...new Array(clockReadingsInARow).fill(-off))?.wrong).toEqual({ since, told: false });
});

test('what an outage held up is no wrong clock', () => {
  expect(observing(-300, -3_600_000, -3_600_000, -300, -200)?.wrong).toBeUndefined();
});

test('is right again when as many in a row say so, and the next time is another', () => {
  const inARow = (fromMinute: number, offsetMs: number) =>
    Array.from({ length: clockReadingsInARow }, (_, index) => reading(fromMinute + index, offsetMs));
  const wrong = observeClock(undefined, inARow(0, off));
  const almost = observeClock(wrong, inARow(10, 0).slice(1));
  expect(almost?.wrong).toEqual(wrong?.wrong);
  const right = observeClock(almost, [reading(20, 0)]);
  expect(right?.wrong).toBeUndefined();
  expect(observeClock(right, inARow(30, off))?.wrong?.since).not.toBe(wrong?.wrong?.since);
});

test('nothing is written down while a clock goes as it went', () => {
  const clock = observing(200, 300, 200, 300);
  expect(observeClock(clock, [reading(10, 500), reading(11, -800)])).toBe(clock);
  expect(observeClock(clock, [reading(12, 45_000)])).not.toBe(clock);
});

test('comes to the same in whatever order messages are told, and when they are told again', () => {
  const readings = fc.uniqueArray(fc.tuple(fc.nat(30), fc.constantFrom(0, off, -off)), {
    selector: ([minute]) => minute,
  });
  fc.assert(
    fc.property(
      readings.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        const told = (those: typeof all) => those.map(([minute, offsetMs]) => reading(minute, offsetMs));
        const clock = observeClock(undefined, told(all));
        expect(observeClock(undefined, told(shuffled))).toEqual(clock);
        if (clock) expect(observeClock(clock, told(shuffled))).toEqual(clock);
      },
    ),
  );
});
