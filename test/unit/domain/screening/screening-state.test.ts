// Goal: a gate's state follows from its readings alone, is of constant size and survives its flash; each place in the
// row of readings has a baseline of its own, by the rule of baseline.ts.
// Method: random rows of readings over random days, held against one baseline a place that is kept by itself.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { screeningLimits } from '../../../../domain/limits/screening.ts';
import { addReading, baselineC, emptyBaseline, enterDay } from '../../../../domain/screening/baseline.ts';
import {
  addReadings,
  comparisonOf,
  emptyScreening,
  type Readings,
  startDay,
} from '../../../../domain/screening/screening-state.ts';
import { limitC, pass } from '../../../helpers/people-passing.ts';

const skinC = fc.option(fc.integer({ min: 3400, max: 3750 }).map((hundredths) => hundredths / 100));
const person = fc.record({
  day: fc.integer({ min: 10, max: 13 }).map((day) => `2026-11-${day}`),
  skinC,
  more: fc.array(fc.record({ skinC }), { maxLength: screeningLimits.furtherReadingsMax }),
  ambientC: fc.option(fc.integer({ min: -20, max: 35 })),
});

describe('the state of a gate', () => {
  it('keeps a baseline for each place in the row, as if there were no other', () => {
    fc.assert(
      fc.property(fc.array(person, { maxLength: 120 }), fc.integer({ min: 0, max: 3 }), (people, place) => {
        let state = emptyScreening;
        let alone = emptyBaseline;
        for (const { day, ...readings } of people) {
          state = startDay(state, day);
          alone = enterDay(alone, day);
          const { baselineC: first, moreBaselinesC } = comparisonOf(state);
          expect([first, ...moreBaselinesC][place]).toBe(baselineC(alone));
          state = addReadings(state, readings, limitC);
          const reading = [readings.skinC, ...readings.more.map((more) => more.skinC)][place] ?? null;
          if (reading !== null) alone = addReading(alone, reading);
        }
      }),
    );
  });

  it('is of constant size, and the same after a power cut', () => {
    const readings: Readings = { skinC: 35.5, ambientC: 20, more: [{ skinC: 35.6 }, { skinC: null }, { skinC: 35.7 }] };
    const many = pass(emptyScreening, '2026-11-24', 500, () => readings);
    expect(many.places.map(({ recent }) => recent.length)).toEqual([30, 30, 0, 30]);
    expect(many.ambient.recent).toHaveLength(30);
    expect(many.tooWarm).toHaveLength(screeningLimits.alarmsReadings);
    expect(JSON.parse(JSON.stringify(many))).toEqual(many);
  });

  it('has no place that no reading was ever taken at', () => {
    const one = pass(emptyScreening, '2026-11-24', 5, () => ({ skinC: 35.5 }));
    expect(one.places).toHaveLength(1);
    expect(comparisonOf(one)).toEqual({ baselineC: 35.5, moreBaselinesC: [null, null, null] });
  });

  it('counts a person as too warm by the mean over the readings, once, and no second look', () => {
    const settled = pass(emptyScreening, '2026-11-24', 30, () => ({ skinC: 35.5, more: [{ skinC: 35.5 }] }));
    const warm = { skinC: 37, more: [{ skinC: 35.5 }] };
    const last = (readings: Partial<Readings>) => pass(settled, '2026-11-24', 1, () => readings).tooWarm.slice(25);
    expect(last(warm)).toEqual([false]);
    expect(last({ ...warm, more: [{ skinC: 35.6 }] })).toEqual([true]);
    expect(last({ ...warm, more: [{ skinC: null }] })).toEqual([true]);
    expect(last({ skinC: 37, recheckOf: { seq: 1 } })).toEqual([]);
    expect(last({})).toEqual([]);
  });
});
