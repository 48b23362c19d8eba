// Goal: gate and cloud, and firmware in any language, come to the same baseline to the last hundredth.
// Method: compared with the rule written out naively over the whole history, on random days and readings.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addReading,
  type BaselineState,
  baselineC,
  emptyBaseline,
  enterDay,
} from '../../../../domain/screening/baseline.ts';

type Reading = { day: string; skinC: number };

const reading = fc.integer({ min: 2000, max: 4500 }).map((hundredths) => hundredths / 100);
const history = fc
  .array(fc.record({ day: fc.integer({ min: 10, max: 14 }), skinC: reading }), { maxLength: 150 })
  .map((list) => list.toSorted((a, b) => a.day - b.day).map(({ day, skinC }) => ({ day: `2026-11-${day}`, skinC })));

function replay(readings: readonly Reading[]): BaselineState {
  return readings.reduce((state, { day, skinC }) => addReading(enterDay(state, day), skinC), emptyBaseline);
}

/** The rule of the design, by its words. */
function naiveBaseline(readings: readonly Reading[], today: string): number | null {
  const median = (day: string) => {
    const last = readings
      .filter((one) => one.day === day)
      .slice(-30)
      .map((one) => Math.round(one.skinC * 100));
    if (last.length < 5) return null;
    const sorted = last.toSorted((a, b) => a - b);
    const half = sorted.length / 2;
    const [low = 0, high = 0] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
    return Math.floor((low + high) / 2 + 0.5) / 100;
  };
  const earlier = [...new Set(readings.map((one) => one.day))].filter((day) => day < today).toReversed();
  return median(today) ?? earlier.map(median).find((value) => value !== null) ?? null;
}

describe('baseline', () => {
  it('is what the rule says over the whole history, with 31 numbers of state', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 10, max: 15 }), (readings, lastDay) => {
        const today = [readings.at(-1)?.day ?? '', `2026-11-${lastDay}`].toSorted().at(-1) ?? '';
        const state = enterDay(replay(readings), today);
        expect(baselineC(state)).toBe(naiveBaseline(readings, today));
        expect(state.recent.length).toBeLessThanOrEqual(30);
      }),
    );
  });

  it('learns until five readings exist when there was no day before', () => {
    const four = replay([35.1, 35.2, 35.3, 35.4].map((skinC) => ({ day: '2026-11-24', skinC })));
    expect(baselineC(four)).toBeNull();
    expect(baselineC(addReading(four, 35.5))).toBe(35.3);
  });

  it('rounds the median of an even number half up', () => {
    const six = replay([35.1, 35.2, 35.3, 35.32, 35.4, 35.5].map((skinC) => ({ day: '2026-11-24', skinC })));
    expect(baselineC(six)).toBe(35.31);
    const odd = replay([35.1, 35.2, 35.3, 35.31, 35.4, 35.5].map((skinC) => ({ day: '2026-11-24', skinC })));
    expect(baselineC(odd)).toBe(35.31);
  });

  it('starts no new day when a clock is set back', () => {
    const state = replay([35.1, 35.2, 35.3, 35.4, 35.5].map((skinC) => ({ day: '2026-11-24', skinC })));
    expect(enterDay(state, '2026-11-23')).toBe(state);
    expect(enterDay(state, '2026-11-24')).toBe(state);
  });
});
