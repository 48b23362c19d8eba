import { calmWorld } from '../world/profile.ts';
import type { Scenario } from './scenario.ts';

/**
 * Six hours of failing sensors. Slow drift no gate can see by itself, and the median follows it; what comes quickly, or
 * takes all difference away, it does see.
 */
export const scenario: Scenario = {
  about:
    'Sensors drift, stand in the sun, get dirty and stuck: gates doubt them and have everybody measured by hand, instead of alarming about everybody.',
  gates: 12,
  ratePerS: 40,
  durationS: 45,
  sending: { lingerS: 2 },
  world: {
    ...calmWorld,
    clock: { startsAtH: 10, speed: 480 },
    sensors: {
      ...calmWorld.sensors,
      drift: { share: 0.4, perHourC: 0.2 },
      sun: { share: 0.3, fromH: 11, toH: 14, warmsC: 4 },
      dirt: { share: 0.3, partPerHour: 0.02, cleanedEveryH: 4 },
      stuck: { share: 0.2, afterH: 3 },
    },
  },
  faults: [],
};
