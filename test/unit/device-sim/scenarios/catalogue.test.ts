/**
 * Goal: every scenario that has a name is what docs/scenarios.md says and what a user's own file would have to be, and
 * between them they know every fault.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { noFaultsYet } from '../../../../device-sim/faults/fault.ts';
import { yuhangGates } from '../../../../device-sim/places.ts';
import { catalogue } from '../../../../device-sim/scenarios/catalogue.ts';
import { scenarioShape } from '../../../../device-sim/scenarios/shape.ts';
import { createArrivals } from '../../../../device-sim/world/arrivals.ts';
import { createCrowd } from '../../../../device-sim/world/people.ts';
import { worldTimeH } from '../../../../device-sim/world/world-clock.ts';
import { seededRandom } from '../../../../domain/seeded-random.ts';

const root = join(import.meta.dirname, '../../../..');
const all = [...catalogue];

test('each has a file of its name', () => {
  const files = readdirSync(join(root, 'device-sim/scenarios')).map((file) => file.replace('.ts', ''));
  const parts = ['catalogue', 'load', 'scenario', 'shape', 'world-shape'];
  expect(files.filter((file) => !parts.includes(file)).toSorted()).toEqual([...catalogue.keys()].toSorted());
});

test('docs/scenarios.md has them all, as they are', () => {
  const rows = all.map(([name, { about, gates, ratePerS, durationS, faults }]) => {
    const kinds = faults.map(({ kind }) => kind).join(', ');
    return `| \`${name}\` | ${about} | ${gates} | ${Math.round(ratePerS)} | ${durationS} | ${kinds || 'nothing'} |`;
  });
  const [, afterHeading = ''] = readFileSync(join(root, 'docs/scenarios.md'), 'utf8').split('## What there is');
  const [, , ...written] = afterHeading.split('\n').filter((line) => line.startsWith('|'));
  expect(written.slice(0, rows.length).join('\n')).toBe(rows.join('\n'));
});

test.each(all)('%s would pass as a file of a user', (_name, scenario) => {
  expect(scenarioShape.parse(scenario)).toEqual(scenario);
});

test('every kind of fault is in one of them, and may be in a file of a user', () => {
  const named = new Set(all.flatMap(([, { faults }]) => faults.map(({ kind }) => kind)));
  expect([...named].toSorted()).toEqual(Object.keys(noFaultsYet()).toSorted());
});

describe('in a minute', () => {
  test.each(all.filter(([name]) => name !== 'yuhang-pilot'))('%s is over', (_name, { durationS }) => {
    expect(durationS).toBeLessThanOrEqual(60);
  });
});

/** People at the first gates of a scenario, with the part of the run in which they came, from 0 to 1. */
function peopleOf(name: string, gates: number) {
  const scenario = catalogue.get(name);
  if (!scenario) throw new Error(`There is no scenario ${name}.`);
  const { world, durationS } = scenario;
  const places = yuhangGates(scenario.gates);
  return places.slice(0, gates).flatMap((place) => {
    const next = createCrowd({ seed: 1, place, places, world, ownPasses: true, revoked: false });
    const arrival = createArrivals({ ...scenario, places }, seededRandom(place.gate));
    const people = [];
    for (let atMs = arrival(0); atMs < 1_000 * durationS; atMs = arrival(atMs)) {
      people.push({ ...next(worldTimeH(world.clock, atMs)), part: atMs / (1_000 * durationS) });
    }
    return people;
  });
}

describe('what the worlds are for', () => {
  const share = <T>(all: readonly T[], test: (one: T) => boolean) => all.filter(test).length / all.length;

  test('in the morning rush most go out', () => {
    expect(share(peopleOf('morning-rush', 16), ({ direction }) => direction === 'out')).toBeGreaterThan(0.6);
  });

  test('on a winter morning skin is colder than in spring, and differs by where one comes from', () => {
    const meanOf = (people: ReturnType<typeof peopleOf>) =>
      people.reduce((sum, { sensed }) => sum + (sensed.skinC ?? 35), 0) / people.length;
    const winter = peopleOf('winter-morning', 8);
    expect(meanOf(peopleOf('calm', 8)) - meanOf(winter)).toBeGreaterThan(0.4);
    const [indoors, outdoors] = (['out', 'in'] as const).map((way) =>
      winter.filter(({ direction }) => direction === way),
    );
    expect(meanOf(indoors ?? []) - meanOf(outdoors ?? [])).toBeGreaterThan(0.5);
  });

  test('in the outbreak the last third has several times as many fevers as the first', () => {
    const people = peopleOf('outbreak', 8);
    const illIn = (from: number) =>
      share(
        people.filter(({ part }) => part >= from && part < from + 1 / 3),
        (one) => one.feverish,
      );
    expect(illIn(2 / 3)).toBeGreaterThan(2 * illIn(0));
  });

  test('one in ten of the hostile crowd is due to be kept out', () => {
    expect(share(peopleOf('hostile', 12), ({ due }) => due === 'kept-out')).toBeCloseTo(0.1, 1);
  });

  test('a day of the pilot is 1.1 million passes', () => {
    expect(peopleOf('yuhang-pilot', 2).length * (344 / 2)).toBeCloseTo(1_100_000, -5);
  });
});
