// Goal: the figures that rules are chosen by are right, ties and weights included, and the same seed gives them again.
// Method: compared with counts over all pairs of people, on random scores that are often equal.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { interval95, resampleDays } from '../../../screening/bootstrap.ts';
import { figuresUnder, pointWithin, quantile, rank, rocCurve, type Scored } from '../../../screening/statistics.ts';

const days = 5;
const scored = fc.record({
  feverish: fc.boolean(),
  score: fc.integer({ min: -8, max: 8 }),
  day: fc.integer({ min: 0, max: days - 1 }),
});
const people = fc
  .array(scored, { minLength: 2, maxLength: 40 })
  .filter((all) => all.some(({ feverish }) => feverish) && all.some(({ feverish }) => !feverish));

/** The definition: how many of the pairs of a feverish and a healthy one are in the right order, equal ones half. */
function naiveAuc(all: readonly Scored[]): number {
  const pairs = all.flatMap((fever) =>
    all.flatMap((healthy) => (fever.feverish && !healthy.feverish ? [Math.sign(fever.score - healthy.score)] : [])),
  );
  return pairs.reduce((sum, sign) => sum + (sign + 1) / 2, 0) / pairs.length;
}

const shareAtLimit = (all: readonly Scored[], feverish: boolean, limit: number) => {
  const some = all.filter((one) => one.feverish === feverish);
  return some.filter(({ score }) => score >= limit).length / some.length;
};

it('figures are those of a count over all pairs', () => {
  fc.assert(
    fc.property(people, fc.integer({ min: -9, max: 9 }), (all, limit) => {
      const figures = figuresUnder(rank(all), limit);
      expect(figures.auc).toBeCloseTo(naiveAuc(all), 12);
      expect(figures.sensitivity).toBeCloseTo(shareAtLimit(all, true, limit), 12);
      expect(figures.falseAlarms).toBeCloseTo(shareAtLimit(all, false, limit), 12);
    }),
  );
});

it('a day that counts twice is a day whose people are there twice', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: days, maxLength: days });
  fc.assert(
    fc.property(people, weights, (all, weightOf) => {
      const repeated = all.flatMap((one) => Array.from({ length: weightOf[one.day] ?? 0 }, () => one));
      const weighed = figuresUnder(rank(all), 0, Uint32Array.from(weightOf));
      expect(weighed).toEqual(figuresUnder(rank(repeated), 0));
    }),
  );
});

it('every point of the ROC curve is what its limit does, and the last is everybody', () => {
  fc.assert(
    fc.property(people, (all) => {
      const curve = rocCurve(rank(all));
      expect(curve.length).toBe(new Set(all.map(({ score }) => score)).size);
      for (const { limit, ...point } of curve) expect(figuresUnder(rank(all), limit)).toMatchObject(point);
      expect(curve.at(-1)).toMatchObject({ sensitivity: 1, falseAlarms: 1 });
    }),
  );
});

it('the limit within a share of false alarms is the lowest that keeps to it', () => {
  fc.assert(
    fc.property(people, fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
      const { limit, falseAlarms } = pointWithin(rocCurve(rank(all)), share);
      expect(falseAlarms).toBeLessThanOrEqual(share);
      const lower = all.map(({ score }) => score).filter((score) => score < limit);
      if (lower.length > 0) expect(shareAtLimit(all, false, Math.max(...lower))).toBeGreaterThan(share);
    }),
  );
});

it('nobody feverish: no figure rather than a wrong one', () => {
  const figures = figuresUnder(rank([{ feverish: false, score: 1, day: 0 }]), 0);
  expect(figures).toEqual({ auc: Number.NaN, sensitivity: Number.NaN, falseAlarms: 1 });
});

it('days are drawn with putting back, by the seed', () => {
  const draws = resampleDays(20, 50, 7);
  expect(draws).toEqual(resampleDays(20, 50, 7));
  expect(draws).not.toEqual(resampleDays(20, 50, 8));
  for (const weights of draws) expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(20);
  expect(new Set(draws.map(String)).size).toBeGreaterThan(40);
});

it('the interval leaves out a fortieth at each end, and what could not be counted', () => {
  const sample = Array.from({ length: 1_001 }, (_, index) => index);
  expect(interval95([...sample.toReversed(), Number.NaN])).toEqual([25, 975]);
  expect(quantile([3, 1], 0.5)).toBe(2);
});
