// Goal: figures of a day add up, whatever came in whatever order and however often.
// Method: any passes of a day; laws over what is reckoned from them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { figuresOf } from '../../../../domain/figures/day-figures.ts';
import { dayAfter, dayBeginsMs, localDay } from '../../../../domain/local-day.ts';

const timeZone = 'Asia/Shanghai';
const begunMs = dayBeginsMs('2026-11-24', timeZone);
const figures = ['passes', 'admitted', 'rechecked', 'refused', 'again', 'measured', 'confirmed'] as const;

const held = { seq: 1, at: '2026-11-24T00:00:00.000Z', reason: 'too-warm' as const };
const passes = fc.array(
  fc.record(
    {
      gate: fc.constantFrom('gate-1', 'gate-2'),
      epoch: fc.constant('epoch000'),
      seq: fc.integer({ min: 1, max: 30 }),
      at: fc.integer({ min: 0, max: 86_399_999 }).map((ms) => new Date(begunMs + ms).toISOString()),
      verdict: fc.constantFrom('admit' as const, 'recheck' as const, 'refuse' as const),
      reason: fc.constantFrom('ok' as const, 'too-warm' as const, 'fever-confirmed' as const, 'code-red' as const),
      contactC: fc.constantFrom(36.5, 38.2),
      recheckOf: fc.constant(held),
    },
    { requiredKeys: ['gate', 'epoch', 'seq', 'at', 'verdict', 'reason'] },
  ),
  { maxLength: 60 },
);

test('each pass counts once; verdicts, hours and reasons come to the same', () => {
  fc.assert(
    fc.property(passes, (given) => {
      const day = figuresOf(given, timeZone);
      expect(day.passes).toBe(new Set(given.map(({ gate, seq }) => `${gate} ${seq}`)).size);
      expect(day.admitted + day.rechecked + day.refused).toBe(day.passes);
      expect(day.confirmed).toBeLessThanOrEqual(day.measured);
      for (const figure of figures) {
        expect(day.hours.reduce((sum, hour) => sum + hour[figure], 0)).toBe(day[figure]);
      }
      const refused = day.reasons.filter(({ verdict }) => verdict === 'refuse');
      expect(refused.reduce((sum, reason) => sum + reason.passes, 0)).toBe(day.refused);
      expect(figuresOf(given.toReversed().concat(given), timeZone).passes).toBe(day.passes);
    }),
  );
});

test('hours are those on the walls', () => {
  const pass = { gate: 'gate-1', epoch: 'epoch000', seq: 1, verdict: 'admit', reason: 'ok' } as const;
  const at = '2026-11-24T10:29:59.000Z';
  expect(figuresOf([{ ...pass, at }], timeZone).hours).toMatchObject([{ hour: 18, passes: 1 }]);
  expect(figuresOf([{ ...pass, at }], 'Asia/Kolkata').hours).toMatchObject([{ hour: 15 }]);
});

test.each([
  ['Asia/Shanghai', '2026-11-24'],
  ['Pacific/Kiritimati', '2026-11-24'],
  ['America/New_York', '2026-11-01'],
])('a day begins where the one before ends, in %s', (zone, day) => {
  const beginsMs = dayBeginsMs(day, zone);
  expect(localDay(beginsMs, zone)).toBe(day);
  expect(localDay(beginsMs - 1, zone)).toBe(dayAfter(day, -1));
});
