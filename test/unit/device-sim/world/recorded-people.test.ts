/**
 * Goal: the world's bodies are like real ones: temperatures in the mouth and on the face as two cameras saw them.
 * Method: mean and deviation of a recording of 547 people, and of the model's in the same air; skipped, with the reason,
 * where the recording is not.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseRecording } from '../../../../device-sim/replay/recording.ts';
import { createBodies, drawNature, feverFromC } from '../../../../device-sim/world/bodies.ts';
import { calmWorld, withFevers } from '../../../../device-sim/world/profile.ts';
import { seededRandom } from '../../../../domain/seeded-random.ts';
import { mean } from './crowd-of.ts';

const recording = '../shared/data/skin-oral-temperatures.csv';
const path = join(import.meta.dirname, '../../../..', recording);
const isMissing = !existsSync(path);

/** May at nine, when it is 23 °C as it was indoors with the cameras. */
const indoors = { ...withFevers(calmWorld, 0.2), weather: { month: 5, warmerC: -0.1 } };

interface Measured {
  coreC: number;
  skinC: number;
}

function recorded(): Measured[] {
  return parseRecording(readFileSync(path, 'utf8'), recording).flatMap(({ oralC, skinC }) =>
    oralC === null || skinC === null ? [] : { coreC: oralC, skinC },
  );
}

/** A hundred people before each of a hundred sensors. */
function modelled(): Measured[] {
  return Array.from({ length: 100 }, (_, gate) => {
    const random = seededRandom(`gate ${gate}`);
    const bodyOf = createBodies(indoors, random);
    return Array.from({ length: 100 }, () => bodyOf(drawNature(random, random()), { direction: 'in', atH: 9 }));
  })
    .flat()
    .flatMap(({ coreC, sensed }) => (sensed.skinC === null ? [] : { coreC, skinC: sensed.skinC }));
}

function moments(people: readonly Measured[], of: (person: Measured) => number) {
  const values = people.map(of);
  const meanC = mean(values);
  return { meanC, deviationC: Math.sqrt(mean(values.map((value) => (value - meanC) ** 2))) };
}

describe.skipIf(isMissing)(`beside recorded people (skipped without ${recording})`, () => {
  const [real, ours] = isMissing ? [[], []] : [recorded(), modelled()];
  const healthy = ({ coreC }: Measured) => coreC < feverFromC;
  const feverish = (person: Measured) => !healthy(person);

  test.each([
    ['the mouth of the healthy', healthy, ({ coreC }: Measured) => coreC, 0.05],
    ['the mouth of the feverish', feverish, ({ coreC }: Measured) => coreC, 0.2],
    ['the face of the healthy', healthy, ({ skinC }: Measured) => skinC, 0.15],
    ['the face of the feverish', feverish, ({ skinC }: Measured) => skinC, 0.3],
  ] as const)('%s', (_name, among, of, withinC) => {
    const [expected, found] = [moments(real.filter(among), of), moments(ours.filter(among), of)];
    expect(Math.abs(found.meanC - expected.meanC)).toBeLessThan(withinC);
    expect(Math.abs(found.deviationC - expected.deviationC)).toBeLessThan(withinC);
  });
});
