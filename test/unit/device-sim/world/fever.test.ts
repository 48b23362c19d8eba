/** Fevers are as many as ordered, stay with people and in families, and an outbreak grows as it is told to. */
import { describe, expect, test } from 'vitest';
import { yuhangGates } from '../../../../device-sim/places.ts';
import { drawFeverRank, feverShareAt } from '../../../../device-sim/world/fever.ts';
import type { Person } from '../../../../device-sim/world/people.ts';
import { calmWorld } from '../../../../device-sim/world/profile.ts';
import { seededRandom } from '../../../../domain/seeded-random.ts';
import { crowdOf, isResident, shareOf } from './crowd-of.ts';

const householdRanks = (household: number) =>
  Array.from({ length: 3 }, (_, member) =>
    drawFeverRank(seededRandom(`${household}/${member}`), seededRandom(`${household}`)),
  );

test('so many as ordered, and many of them in the same families', () => {
  const share = 0.05;
  const households = Array.from({ length: 10_000 }, (_, household) => householdRanks(household));
  const isIll = (rank: number | undefined) => rank !== undefined && rank < share;
  expect(shareOf(households.flat(), isIll)).toBeCloseTo(share, 2);
  const ofIll = households.filter(([first]) => isIll(first));
  const familyOfIll = shareOf(ofIll, ([, second]) => isIll(second));
  expect(familyOfIll).toBeGreaterThan(0.17);
  expect(familyOfIll).toBeLessThan(0.32);
});

describe('an outbreak', () => {
  const fever = { kind: 'outbreak', share: 0.01, doublingH: 2, shareMax: 0.3 } as const;

  test('doubles, until it has gone round', () => {
    expect([0, 2, 4, 100].map((sinceH) => feverShareAt(fever, sinceH))).toEqual([0.01, 0.02, 0.04, 0.3]);
  });

  test('at the gate more and more people are ill, and whoever is ill stays so', () => {
    const world = { ...calmWorld, fever };
    const people = crowdOf({ world, places: yuhangGates(1), count: 12_000, untilH: calmWorld.clock.startsAtH + 8 });
    const [first, last] = [people.slice(0, 3_000), people.slice(-3_000)];
    const illIn = (some: readonly Person[]) => shareOf(some, ({ feverish }) => feverish);
    expect(illIn(first)).toBeLessThan(0.03);
    expect(illIn(last)).toBeGreaterThan(0.07);
    const ill = new Set<string>();
    for (const { who, feverish } of people.filter(isResident)) {
      if (ill.has(who)) expect(feverish).toBe(true);
      if (feverish) ill.add(who);
    }
  });
});
