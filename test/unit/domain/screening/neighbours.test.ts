// Goal: a sensor that differs from its neighbours for hours is found, and those who are right are not blamed for it.
// Method: communities of a few gates whose sensors are off by known degrees.
import { describe, expect, it } from 'vitest';
import { type DayPass, offGates } from '../../../../domain/screening/neighbours.ts';
import { seededRandom } from '../../../../domain/seeded-random.ts';
import { faceC } from '../../../helpers/people-passing.ts';

/** A day of a gate: from 8 o'clock, so many hours of twenty passes. */
function dayOf(offC: number, { hours = 4, from = 8, site = 'face' as DayPass['site'] } = {}): DayPass[] {
  const random = seededRandom(`${offC} ${from}`);
  return Array.from({ length: 20 * hours }, (_, index) => ({
    at: new Date(Date.UTC(2026, 10, 24, from, index * 3)).toISOString(),
    site,
    baselineC: Math.round(100 * (faceC(random, offC) / 10 + 32)) / 100 + offC,
  }));
}

const community = (...offC: number[]) => new Map(offC.map((off, index) => [`gate-${index + 1}`, dayOf(off)]));
const found = (byGate: Map<string, DayPass[]>) => offGates(byGate).map(({ gate }) => gate);

describe('a gate and its neighbours', () => {
  it('that are within what sensors differ by are all right', () => {
    expect(offGates(community(0, 0.4, -0.6, 0.9))).toEqual([]);
  });

  it.each([[2.6], [-2.6]])('it is found when its people seem %d °C warmer', (offC) => {
    expect(offGates(community(0, 0.2, offC))).toEqual([{ gate: 'gate-3', offC: expect.closeTo(offC, 0) }]);
    expect(found(community(0, 0.2, -0.1, offC))).toEqual(['gate-4']);
  });

  it('with one other gate, nobody can say which of the two it is', () => {
    expect(offGates(community(0, 3))).toEqual([]);
  });

  it('are compared in the same hours only, and by the same site', () => {
    const hot = { from: 13, hours: 4 };
    const byTime = new Map([...community(0, 0.1), ['gate-3', dayOf(3, hot)]] as const);
    expect(found(byTime)).toEqual([]);
    const bySite = new Map([...community(0, 0.1), ['gate-3', dayOf(-3, { site: 'forehead' })]] as const);
    expect(found(bySite)).toEqual([]);
  });

  it('are left alone when too few people pass, or while they learn', () => {
    expect(found(new Map([...community(0, 0.1), ['gate-3', dayOf(3, { hours: 2 })]] as const))).toEqual([]);
    const learning = dayOf(3).map((pass) => ({ ...pass, baselineC: null }));
    expect(found(new Map([...community(0, 0.1), ['gate-3', learning]] as const))).toEqual([]);
  });
});
