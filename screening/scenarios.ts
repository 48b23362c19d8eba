import { toHundredths } from '../domain/screening/baseline.ts';
import { between, normal, seededRandom } from '../domain/seeded-random.ts';
import type { MeasuredSite } from './people.ts';
import { streamOf } from './stream.ts';

/** What is wrong at the gate, each for itself and all together. */
export const scenarios = ['calibrated', 'drift', 'steps', 'cold', 'all'] as const;
export type Scenario = (typeof scenarios)[number];

/**
 * The generator's magnitudes, in °C and passes. No record of a real gate stands behind them: they are chosen so that
 * false alarms of a fixed limit and of the median of 30 rise as measured before with these cameras (docs/decisions/0012).
 */
export const disturbances = {
  /** Slow: once a gate day the sensor rises to this and comes back (sun on the housing). */
  driftC: 1.1,
  /** Sudden: about every so many passes a recalibration or another ambient sets another offset, so much deviating. */
  passesPerStep: 150,
  stepDeviationC: 0.5,
  /** From the cold: of the people, up to this share, in waves of so many passes; each is so much colder. */
  coldShareMax: 0.5,
  passesPerWave: 200,
  coldMinC: 0.2,
  coldMaxC: 0.6,
  /** Skin over muscle cools more than the inner corners of the eyes, which the maximum of a face mostly is. */
  coldFactor: { tmax: 1, canthi: 1, forehead: 1.25 } satisfies Record<MeasuredSite, number>,
} as const;

/** Added to a reading, in whole hundredths of °C. */
export type ShiftAt = (pass: number, site: MeasuredSite) => number;

/** @param name sets chance apart: each camera is another gate. */
export function shiftsOf(scenario: Scenario, passes: number, seed: number, name: string): ShiftAt {
  const has = (one: Scenario) => scenario === one || scenario === 'all';
  const steps = has('steps') ? stepsC(passes, seed, name) : undefined;
  const cold = has('cold') ? coldC(passes, seed, name) : undefined;
  return (pass, site) => {
    const gateC = (has('drift') ? driftC(pass) : 0) + (steps?.[pass] ?? 0);
    const personC = (cold?.[pass] ?? 0) * disturbances.coldFactor[site];
    return toHundredths(gateC - personC);
  };
}

function driftC(pass: number): number {
  return disturbances.driftC * hump(pass / streamOf.passesADay);
}

function stepsC(passes: number, seed: number, name: string): number[] {
  const random = seededRandom(`${seed}/steps ${name}`);
  let offsetC = 0;
  return Array.from({ length: passes }, () => {
    if (random() < 1 / disturbances.passesPerStep) offsetC = normal(random, 0, disturbances.stepDeviationC);
    return offsetC;
  });
}

function coldC(passes: number, seed: number, name: string): number[] {
  const random = seededRandom(`${seed}/cold ${name}`);
  return Array.from({ length: passes }, (_, pass) => {
    const fromTheCold = random() < disturbances.coldShareMax * hump(pass / disturbances.passesPerWave);
    const coldC = between(random, disturbances.coldMinC, disturbances.coldMaxC);
    return fromTheCold ? coldC : 0;
  });
}

/** From 0 to 1 and back, once a turn. */
function hump(turns: number): number {
  return (1 - Math.cos(2 * Math.PI * turns)) / 2;
}
