// Goal: people of a file become a busy gate as docs/decisions/0012 says, and what disturbs it is what its name says.
// Method: made-up people through the stream and each scenario; the shipped baseline beside one counted by hand.
import { expect, it } from 'vitest';
import { meanDeviationC } from '../../../domain/screening/rounds.ts';
import { createGate } from '../../../screening/gate.ts';
import { isFeverish, readPeople } from '../../../screening/people.ts';
import { disturbances, type Scenario, scenarios, shiftsOf } from '../../../screening/scenarios.ts';
import { streamOf, streamPast } from '../../../screening/stream.ts';
import { crowdRows, csvOf } from './made-up-people.ts';

const people = readPeople(csvOf(crowdRows(100, 1.2))).filter(({ camera }) => camera === 'FLIR');
const passing = streamPast(people, 1);
const passesOf = (who: (typeof people)[number]) => passing.filter((one) => one === who).length;

function shiftsAlong(scenario: Scenario, seed: number): number[] {
  const shiftAt = shiftsOf(scenario, passing.length, seed, 'FLIR');
  return passing.map((_, pass) => shiftAt(pass, 'tmax'));
}

it('fevers are one in a hundred, and everybody of a kind passes equally often', () => {
  const feverPasses = passing.filter(isFeverish).length;
  expect(feverPasses / passing.length).toBeCloseTo(streamOf.feverShare, 2);
  expect(new Set(people.filter(isFeverish).map(passesOf))).toEqual(new Set([streamOf.timesEach]));
  expect(new Set(people.filter((one) => !isFeverish(one)).map(passesOf)).size).toBe(1);
});

it('the same seed gives the same stream and the same disturbances, another seed others', () => {
  expect(streamPast(people, 1)).toEqual(passing);
  expect(streamPast(people, 2)).not.toEqual(passing);
  expect(shiftsAlong('all', 1)).toEqual(shiftsAlong('all', 1));
  expect(shiftsAlong('all', 1)).not.toEqual(shiftsAlong('all', 2));
});

it('each scenario shifts as it says, and all is their sum', () => {
  const [calibrated, drift, steps, cold, all] = scenarios.map((scenario) => shiftsAlong(scenario, 1));
  expect(new Set(calibrated)).toEqual(new Set([0]));
  expect(Math.max(...(drift ?? []))).toBeCloseTo(100 * disturbances.driftC, 6);
  expect(new Set(steps).size).toBeGreaterThan(2);
  expect(new Set(steps).size).toBeLessThan(passing.length / 20);
  expect(Math.max(...(cold ?? []))).toBeLessThanOrEqual(0);
  expect(Math.min(...(cold ?? []))).toBeGreaterThanOrEqual(-100 * disturbances.coldMaxC);
  all?.forEach((shift, pass) => {
    const sum = (drift?.[pass] ?? 0) + (steps?.[pass] ?? 0) + (cold?.[pass] ?? 0);
    expect(Math.abs(shift - sum)).toBeLessThanOrEqual(2);
  });
});

it('a gate compares with the median of the 30 before', () => {
  const gate = createGate(passing, () => 0);
  const readings = gate.readingsC('tmax', 1).map((value) => Math.round(100 * (value ?? 0)));
  const before = readings.slice(70, 100).toSorted((a, b) => a - b);
  const median = Math.floor(((before[14] ?? 0) + (before[15] ?? 0) + 1) / 2);
  expect(gate.baselinesC('tmax', 1)[100]).toBe(median / 100);
  expect(gate.baselinesC('tmax', 1)[4]).toBeNull();
});

it.each<[string, (number | null)[], (number | null)[], number | null]>([
  ['one reading', [36.1], [35.3], 0.8],
  ['the mean of several', [36.1, 36.3], [35.3, 35.4], 0.85],
  ['a half hundredth rounded up', [36.1, 36.11], [35.3, 35.3], 0.81],
  ['below, too', [35, 35.01], [35.3, 35.3], -0.29],
  ['what is there', [36.1, null, 36.2], [35.3, 35.3, null], 0.8],
  ['no reading', [null, null], [35.3, 35.3], null],
  ['nothing to compare with', [36.1], [null], null],
])('the mean deviation of %s', (_, readings, baselines, expected) => {
  expect(meanDeviationC(readings, baselines)).toBe(expected);
});
