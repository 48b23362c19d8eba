import type { Readings } from '../../domain/screening/screening-state.ts';
import { addReadings, type ScreeningState, startDay } from '../../domain/screening/screening-state.ts';
import { normal, type Random } from '../../domain/seeded-random.ts';

export const limitC = 0.8;

/** A healthy face at 20 °C, in whole hundredths. */
export function faceC(random: Random, aboveC = 0): number {
  return Math.round((normal(random, 35.5, 0.38) + aboveC) * 100) / 100;
}

/** As many people on one day, each with the readings that `of` gives. */
export function pass(state: ScreeningState, day: string, count: number, of: (index: number) => Partial<Readings>) {
  let next = startDay(state, day);
  for (let index = 0; index < count; index++) {
    next = addReadings(next, { skinC: null, ambientC: 20, ...of(index) }, limitC);
  }
  return next;
}
