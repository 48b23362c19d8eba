/** Coming back to a broker: not in step, not too often, and not for ever. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countEnd, isRefusedForGood, noTries, reconnectDelayMs } from '../../../device-sim/gate/reconnect.ts';
import { linkLimits } from '../../../device-sim/limits.ts';
import { gateLimits } from '../../../domain/limits/gates.ts';

const end = fc.record({ accepted: fc.boolean(), refused: fc.boolean() });

test('the wait is somewhere between nothing and a ceiling that doubles up to its limit', () => {
  fc.assert(
    fc.property(fc.array(end), fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (ends, random) => {
      const delayMs = reconnectDelayMs(ends.reduce(countEnd, noTries), random);
      expect(delayMs).toBeGreaterThanOrEqual(0);
      expect(delayMs).toBeLessThanOrEqual(gateLimits.reconnectMaxMs);
    }),
  );
  const ceilings = [1, 2, 3, 20].map((failuresInARow) => reconnectDelayMs({ failuresInARow, refusalsInARow: 0 }, 1));
  const { reconnectMinMs: first, reconnectMaxMs: last } = gateLimits;
  expect(ceilings).toEqual([first, 2 * first, 4 * first, last]);
});

test('a broker that is away never counts as a refusal', () => {
  const away = Array.from({ length: 1_000 }, () => ({ accepted: false, refused: false }));
  expect(isRefusedForGood(away.reduce(countEnd, noTries))).toBe(false);
});

test('refusals end it, unless a pass was taken in between', () => {
  const refusals = (count: number) => Array.from({ length: count }, () => ({ accepted: false, refused: true }));
  const most = refusals(linkLimits.refusalsMax - 1);
  expect(isRefusedForGood([...most, ...refusals(1)].reduce(countEnd, noTries))).toBe(true);
  expect(
    isRefusedForGood([...most, { accepted: true, refused: true }, ...most.slice(1)].reduce(countEnd, noTries)),
  ).toBe(false);
});
