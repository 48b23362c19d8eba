/** The world's people: the seed alone decides them, and they are as many and as warm as they are said to be. */
import { describe, expect, test } from 'vitest';
import { yuhangGates } from '../../../device-sim/places.ts';
import { createCrowd } from '../../../device-sim/world/people.ts';
import { id } from '../../../domain/messages/fields.ts';
import { shownCode } from '../../../domain/messages/pass.ts';
import { exponential, seededRandom } from '../../../domain/seeded-random.ts';

function crowd(seed: string, feverShare = 0.005) {
  const next = createCrowd({ seed, community: 'xixi-1', feverShare }, seededRandom(`${seed}/gate`));
  return Array.from({ length: 20_000 }, next);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('people', () => {
  test('the same seed gives the same people, another seed others', () => {
    expect(crowd('1')).toEqual(crowd('1'));
    expect(crowd('1')).not.toEqual(crowd('2'));
  });

  test('so many have a fever, and they are warmer', () => {
    const people = crowd('1', 0.1);
    const skin = (feverish: boolean) =>
      people.filter((person) => person.feverish === feverish).flatMap(({ reading }) => reading.skinC ?? []);
    expect(skin(true).length / people.length).toBeCloseTo(0.1, 1);
    expect(mean(skin(true)) - mean(skin(false))).toBeCloseTo(1.25, 1);
  });

  test('codes fit the wire, come again, and hardly any is red', () => {
    const codes = crowd('1').flatMap(({ reading }) => reading.code ?? []);
    for (const code of codes) expect(shownCode.safeParse(code).success).toBe(true);
    const texts = new Set(codes.map(({ text }) => text));
    expect(texts.size).toBeLessThan(codes.length / 2);
    const red = codes.filter(({ status }) => status === 'red').length / codes.length;
    expect(red).toBeGreaterThan(0);
    expect(red).toBeLessThan(0.005);
  });
});

test('gaps between arrivals have the mean that was asked for', () => {
  const random = seededRandom('gaps');
  expect(mean(Array.from({ length: 20_000 }, () => exponential(random, 100)))).toBeCloseTo(100, -1);
});

test('every place of a large fleet has an id of its own that fits the wire', () => {
  const places = yuhangGates(5_000);
  expect(new Set(places.map(({ gate }) => gate)).size).toBe(5_000);
  for (const { gate, community, district } of places) {
    for (const name of [gate, community, district]) expect(id.safeParse(name).success).toBe(true);
  }
});
