// Goal: wrong PINs make who tries wait, bounded on both sides; a shift ends by itself; who begins one takes over what
// the post has in hand, and nothing of anybody else.
// Method: laws over any sequence of tries; the cases spelled out.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shiftLimits, wrongPinLimits } from '../../../../domain/limits/shifts.ts';
import type { Actor, Alert } from '../../../../domain/messages/alert.ts';
import { isEasyPin } from '../../../../domain/shifts/pin.ts';
import { isOn, shiftEndsMs, takenOver } from '../../../../domain/shifts/shift.ts';
import { type WrongPins, waitMs, withOneMore } from '../../../../domain/shifts/wrong-pins.ts';

test.each([
  ['1111', true],
  ['1234', true],
  ['8642', true],
  ['89012', true],
  ['1235', false],
  ['2580', false],
  ['112233', false],
])('whether %s is easy to guess: %s', (pin, isEasy) => {
  expect(isEasyPin(pin)).toBe(isEasy);
});

const places = fc.constantFrom('phone' as const, 'guard' as const);

describe('wrong PINs', () => {
  test('so many are free, then the wait grows to its bound; a while later all is forgotten', () => {
    let wrong: WrongPins | undefined;
    const waits: number[] = [];
    for (let tries = 0; tries < 10; tries++) {
      wrong = withOneMore(wrong, 0);
      waits.push(waitMs('phone', wrong, 0) / 1_000);
    }
    expect(waits).toEqual([0, 0, 0, 0, 15, 30, 60, 120, 120, 120]);
    expect(waitMs('phone', wrong, wrongPinLimits.forgottenAfterMs)).toBe(0);
    expect(withOneMore(wrong, wrongPinLimits.forgottenAfterMs)).toMatchObject({ count: 1 });
  });

  test('however somebody tries, there are no more tries in a day than the bound says, and nobody waits longer', () => {
    const dayMs = 86_400_000;
    fc.assert(
      fc.property(places, fc.array(fc.integer({ min: 0, max: 40 * 60_000 }), { maxLength: 300 }), (at, pauses) => {
        let nowMs = 0;
        let wrong: WrongPins | undefined;
        const triedAtMs: number[] = [];
        for (const pauseMs of pauses) {
          nowMs += pauseMs;
          const wait = waitMs(at, wrong, nowMs);
          expect(wait).toBeLessThanOrEqual(wrongPinLimits[at].waitMaxMs);
          if (wait > 0) continue;
          wrong = withOneMore(wrong, nowMs);
          triedAtMs.push(nowMs);
        }
        const { freeMax, waitMaxMs } = wrongPinLimits[at];
        const most = dayMs / waitMaxMs + freeMax * (dayMs / wrongPinLimits.forgottenAfterMs + 1) + 10;
        expect(triedAtMs.filter((ms) => ms < dayMs).length).toBeLessThanOrEqual(most);
      }),
    );
  });

  test('one phone that goes on trying leaves a guard time to get in at another', () => {
    const { phone, guard } = wrongPinLimits;
    expect(guard.waitMaxMs).toBeLessThan(phone.waitMaxMs);
    expect(guard.firstWaitMs).toBeLessThan(phone.firstWaitMs);
    expect(guard.freeMax).toBe(phone.freeMax);
  });
});

const shift = {
  sessionId: 's-1',
  subject: 'post',
  guard: 'li',
  since: '2026-11-24T00:00:00.000Z',
  until: new Date(shiftEndsMs(Date.parse('2026-11-24T00:00:00.000Z'))).toISOString(),
};

test.each([
  ['goes on', {}, '2026-11-24T11:59:59.999Z', true],
  ['ends by itself', {}, '2026-11-24T12:00:00.000Z', false],
  ['was ended', { endedAt: '2026-11-24T01:00:00.000Z' }, '2026-11-24T02:00:00.000Z', false],
])('a shift %s', (_name, change, now, expected) => {
  expect(isOn({ ...shift, ...change }, now)).toBe(expected);
});

describe('taken over', () => {
  const at = '2026-11-24T00:00:00.000Z';
  const inHandOf = (by: Actor, change: Partial<Alert> = {}) =>
    ({ state: 'acknowledged', handling: { acknowledgedAt: at, acknowledgedBy: by }, ...change }) as Alert;
  const begins = { subject: 'post', guard: 'li' };

  test.each<[string, Alert, boolean]>([
    ['of the guard before', inHandOf({ subject: 'post', guard: 'wu' }), true],
    ['of the post before it named its guards', inHandOf({ subject: 'post' }), true],
    ['of who begins', inHandOf(begins), false],
    ['of a guard at another phone of the post', inHandOf({ subject: 'post', guard: 'zhao' }), false],
    ['of the same name at another post', inHandOf({ subject: 'other', guard: 'wu' }), false],
    ['that nobody has', { state: 'open' } as Alert, false],
    ['that is resolved', inHandOf({ subject: 'post', guard: 'wu' }, { state: 'resolved' }), false],
    [
      'that was handed over to a guard who is gone',
      inHandOf(begins, {
        handling: { acknowledgedBy: begins, handedOver: [{ at, by: begins, to: { subject: 'post', guard: 'wu' } }] },
      }),
      true,
    ],
  ])('an alert %s', (_name, alert, expected) => {
    const elsewhere = [
      { subject: 'post', guard: 'zhao' },
      { subject: 'other', guard: 'wu' },
    ];
    expect(takenOver([alert], begins, elsewhere)).toHaveLength(expected ? 1 : 0);
  });

  test('no more than one guard can see to', () => {
    const many = Array.from({ length: 80 }, () => inHandOf({ subject: 'post', guard: 'wu' }));
    expect(takenOver(many, begins, [])).toHaveLength(shiftLimits.handedOverMax);
  });
});
