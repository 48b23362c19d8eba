/**
 * Goal: as many people as were ordered, when the day says, and by the seed alone.
 * Method: the times of arrivals by themselves; then people coming to a gate whose clock moves by hand.
 */
import { describe, expect, test } from 'vitest';
import { yuhangGates } from '../../../../device-sim/places.ts';
import { type ArrivalsOptions, createArrivals, letPeopleCome } from '../../../../device-sim/world/arrivals.ts';
import { calmWorld } from '../../../../device-sim/world/profile.ts';
import { seededRandom } from '../../../../domain/seeded-random.ts';
import { createManualEnvironment } from '../manual-environment.ts';
import { mean } from './crowd-of.ts';

const places = yuhangGates(2);
const wholeDay = { ...calmWorld, clock: { startsAtH: 0, speed: 1 } };
const hourMs = 3_600_000;

/** Milliseconds of the run's clock at which people come to one gate. */
function timesOf(options: Partial<ArrivalsOptions> & { durationS: number }, seed = 'times') {
  const next = createArrivals({ places, ratePerS: 1, world: wholeDay, ...options }, seededRandom(seed));
  const times: number[] = [];
  for (let atMs = next(0); atMs < 1_000 * options.durationS; atMs = next(atMs)) times.push(atMs);
  return times;
}

describe('times', () => {
  test('over a day the mean is what was ordered, and the peaks are at eight and at six', () => {
    const times = timesOf({ durationS: 86_400 });
    expect(times.length / (86_400 / places.length)).toBeCloseTo(1, 1);
    const perHour = Array.from(
      { length: 24 },
      (_, hour) => times.filter((atMs) => Math.abs(atMs - hour * hourMs) < hourMs / 2).length,
    );
    const peakOf = (from: number, to: number) => {
      const hours = perHour.slice(from, to);
      return from + hours.indexOf(Math.max(...hours));
    };
    expect([peakOf(0, 12), peakOf(12, 24)]).toEqual([8, 18]);
    expect((perHour[8] ?? 0) / mean(perHour)).toBeCloseTo(2.4, 0);
    expect((perHour[3] ?? 0) / mean(perHour)).toBeLessThan(0.1);
  });

  test('a short run has the mean that was ordered, whichever hour it shows', () => {
    for (const startsAtH of [3, 8]) {
      const times = timesOf({ durationS: 3_000, world: { ...calmWorld, clock: { startsAtH, speed: 2 } } });
      expect(times.length / (3_000 / places.length)).toBeCloseTo(1, 0.5);
    }
  });

  test('people do not come by a timetable: counts vary as those of a Poisson process', () => {
    const times = timesOf({ durationS: 20_000, world: { ...calmWorld, clock: { startsAtH: 14, speed: 0.001 } } });
    const counts = Array.from(
      { length: 1_000 },
      (_, slot) => times.filter((atMs) => Math.floor(atMs / 20_000) === slot).length,
    );
    const expected = mean(counts);
    expect(mean(counts.map((count) => (count - expected) ** 2)) / expected).toBeCloseTo(1, 0.5);
  });

  test('gates open one by one while the run ramps up', () => {
    const world = { ...calmWorld, rampS: 60 };
    const first = Array.from(
      { length: 200 },
      (_, gate) => timesOf({ durationS: 600, world, ratePerS: 20 }, `${gate}`)[0],
    );
    const opened = (byS: number) => first.filter((atMs = 0) => atMs < 1_000 * byS).length / first.length;
    expect(opened(15)).toBeCloseTo(0.25, 0.5);
    expect(opened(30)).toBeCloseTo(0.5, 0.5);
    expect(opened(62)).toBeGreaterThan(0.95);
  });
});

describe('people at a gate', () => {
  const [place] = places;
  const options = { seed: 1, places, ratePerS: 2, world: calmWorld, durationS: 60 };

  async function comeFrom(lateMs: number) {
    const { environment, advance } = createManualEnvironment();
    const startedAtMs = environment.uptimeMs();
    await advance(lateMs);
    const came: { who: string; atMs: number }[] = [];
    if (!place) throw new Error('There is no gate.');
    const stop = letPeopleCome(place, { ...options, startedAtMs }, environment, async ({ who }) => {
      came.push({ who, atMs: Math.round(environment.uptimeMs() - startedAtMs) });
    });
    while (environment.uptimeMs() - startedAtMs < 30_000) await advance(100);
    stop();
    const count = came.length;
    await advance(10_000);
    expect(came).toHaveLength(count);
    return came;
  }

  test('the same seed sends the same people at the same times, and nobody once it is over', async () => {
    const came = await comeFrom(0);
    expect(came.length).toBeGreaterThan(15);
    expect(await comeFrom(0)).toEqual(came);
  });

  test('a gate that starts late has missed those who came before, and meets the others', async () => {
    const [all, late] = [await comeFrom(0), await comeFrom(10_000)];
    expect(late).toEqual(all.filter(({ atMs }) => atMs > 10_000));
  });
});
