/** What sensors do to a temperature when they are off, drift, stand in the sun, are dirty or stuck; and the weather. */
import { describe, expect, test } from 'vitest';
import { createSensor, type SensorProfile } from '../../../../device-sim/world/sensor.ts';
import { outdoorsC } from '../../../../device-sim/world/weather.ts';
import { seededRandom } from '../../../../domain/seeded-random.ts';
import { mean, shareOf } from './crowd-of.ts';

const startsAtH = 6;
const airC = 15;
const skinC = 35;
const sensorsOf = (profile: Partial<SensorProfile>, count = 1) =>
  Array.from({ length: count }, (_, gate) =>
    createSensor({ offsetDeviationC: 0, ...profile }, startsAtH, seededRandom(`gate ${gate}`)),
  );
/** By how much one sensor is off at each of the hours. */
const offAt = (profile: Partial<SensorProfile>, hours: readonly number[]) => {
  const [sensor] = sensorsOf(profile);
  return hours.map((atH) => Number(((sensor?.(skinC, airC, atH) ?? Number.NaN) - skinC).toFixed(3)));
};

describe('a sensor', () => {
  test('has its own offset, for good', () => {
    const offs = sensorsOf({ offsetDeviationC: 0.3 }, 2_000).map((sensor) => {
      expect(sensor(skinC, airC, 9)).toBe(sensor(skinC, airC, 20));
      return sensor(skinC, airC, 9) - skinC;
    });
    expect(mean(offs)).toBeCloseTo(0, 1);
    expect(Math.sqrt(mean(offs.map((off) => off ** 2)))).toBeCloseTo(0.3, 1);
  });

  test('drifts by the hour, up at some gates and down at others', () => {
    const offs = sensorsOf({ drift: { share: 0.5, perHourC: 0.2 } }, 1_000).map((sensor) =>
      (sensor(skinC, airC, startsAtH + 5) - skinC).toFixed(1),
    );
    for (const [off, share] of [
      ['1.0', 0.25],
      ['-1.0', 0.25],
      ['0.0', 0.5],
    ] as const) {
      expect(shareOf(offs, (one) => one === off)).toBeCloseTo(share, 1);
    }
  });

  test('is warm in the sun of its hours, today and tomorrow', () => {
    const sun = { share: 1, fromH: 12, toH: 16, warmsC: 3 };
    expect(offAt({ sun }, [11, 12, 14, 16, 17, 38])).toEqual([0, 0, 3, 0, 0, 3]);
  });

  test('sees less and less of the skin through dirt, until it is cleaned', () => {
    const dirt = { share: 1, partPerHour: 0.01, cleanedEveryH: 10 };
    expect(offAt({ dirt }, [6, 11, 15.9, 16, 21])).toEqual([0, -1, -1.98, 0, -1]);
  });

  test('says the same of everybody once it is stuck', () => {
    const [sensor] = sensorsOf({ stuck: { share: 1, afterH: 3 } });
    const shown = [35, 36, 37, 38].map((sensedC, index) => sensor?.(sensedC, airC, startsAtH + 1.5 * index));
    expect(shown).toEqual([35, 36, 37, 37]);
  });

  test('one that is well shows what is there, whatever was ordered for others', () => {
    const others = { drift: { share: 0, perHourC: 1 }, stuck: { share: 0, afterH: 0 } };
    expect(offAt(others, [6, 12, 30])).toEqual([0, 0, 0]);
  });
});

describe('the weather', () => {
  test('is that of the month and the hour', () => {
    const january = { month: 1, warmerC: 0 };
    expect(outdoorsC(january, 9)).toBeCloseTo(4.1);
    expect(outdoorsC(january, 15) - outdoorsC(january, 3)).toBeCloseTo(8);
    expect(outdoorsC(january, 39)).toBeCloseTo(outdoorsC(january, 15));
    expect(outdoorsC({ month: 7, warmerC: 2 }, 9)).toBeCloseTo(31.9);
  });
});
