/**
 * Goal: residents are people with a home: out in the morning, in again in the evening, by the gate of their house.
 * Method: the residents of each gate of a community over a day, passing as often as the planned figures say.
 */
import { describe, expect, test } from 'vitest';
import { valueAt } from '../../../../device-sim/world/day-curve.ts';
import { createResidents, peoplePerHousehold } from '../../../../device-sim/world/residents.ts';
import { cityDay } from '../../../../device-sim/world/rhythm.ts';
import { seededRandom } from '../../../../domain/seeded-random.ts';
import { shareOf } from './crowd-of.ts';

const entrances = 4;
/** 13,000 a day at four gates. */
const passes = 3_250;

/** Passages at one gate, as many in an hour as the rhythm says. */
function dayAt(index: number, startsAtH = 0) {
  const next = createResidents({ index, entrances }, { rhythm: cityDay, startsAtH }, seededRandom(`gate ${index}`));
  return Array.from({ length: 24 }, (_, hour) => {
    const count = Math.round((passes / 24) * valueAt(cityDay.passes, startsAtH + hour + 0.5));
    return Array.from({ length: count }, (_passage, at) => next(startsAtH + hour + at / count));
  });
}

describe('a day', () => {
  const hours = dayAt(0);
  const outShare = (hour: number) => shareOf(hours[hour] ?? [], ({ direction }) => direction === 'out');

  test('who goes out is out until they come in', () => {
    const isOut = new Map<number, boolean>();
    for (const { resident, direction } of hours.flat()) {
      expect(isOut.get(resident)).not.toBe(direction === 'out');
      isOut.set(resident, direction === 'out');
    }
    expect(isOut.size).toBeGreaterThan(500);
  });

  test('in the morning most go out, in the evening most come in, at noon it is even', () => {
    expect(outShare(7)).toBeGreaterThan(0.65);
    expect(outShare(17)).toBeLessThan(0.4);
    expect(outShare(13)).toBeGreaterThan(0.4);
    expect(outShare(13)).toBeLessThan(0.65);
  });

  test('whoever has gone out by nine is mostly home at night', () => {
    const isAway = (passages: typeof hours) =>
      new Map(passages.flat().map(({ resident, direction }) => [resident, direction === 'out']));
    const away = (map: Map<number, boolean>) => [...map].filter(([, out]) => out).map(([resident]) => resident);
    const workers = away(isAway(hours.slice(0, 9)));
    const late = new Set(away(isAway(hours)));
    expect(workers.length).toBeGreaterThan(200);
    expect(shareOf(workers, (resident) => late.has(resident))).toBeLessThan(0.15);
  });
});

test('a run that begins in the evening finds people on their way home', () => {
  const [first = []] = dayAt(0, 18);
  expect(shareOf(first, ({ direction }) => direction === 'in')).toBeGreaterThan(0.55);
});

test('each household has one gate, and each gate has households', () => {
  const gatesOf = new Map<number, Set<number>>();
  for (let index = 0; index < entrances; index++) {
    for (const { resident } of dayAt(index).flat()) {
      const household = Math.floor(resident / peoplePerHousehold);
      gatesOf.set(household, (gatesOf.get(household) ?? new Set()).add(index));
    }
  }
  expect([...gatesOf.values()].every((gates) => gates.size === 1)).toBe(true);
  expect(new Set([...gatesOf.values()].flatMap((gates) => [...gates])).size).toBe(entrances);
});
