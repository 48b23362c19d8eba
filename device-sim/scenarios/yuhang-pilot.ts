import { calmWorld } from '../world/profile.ts';
import type { Scenario } from './scenario.ts';

const dayS = 86_400;

/**
 * The size that was there in 2020: 86 communities, 344 gates, 1.1 million passes a day. Meant for virtual time; on a
 * stack it takes the day. What goes wrong is what goes wrong on a day with so many gates.
 */
export const scenario: Scenario = {
  about:
    'A whole day of the Yuhang pilot, 1.1 million passes, with the faults of an ordinary day: it all adds up in the evening.',
  gates: 344,
  ratePerS: 1_100_000 / dayS,
  durationS: dayS,
  world: {
    ...calmWorld,
    clock: { startsAtH: 0, speed: 1 },
    sensors: {
      ...calmWorld.sensors,
      drift: { share: 0.02, perHourC: 0.1 },
      sun: { share: 0.05, fromH: 13, toH: 17, warmsC: 1.5 },
      dirt: { share: 0.1, partPerHour: 0.001, cleanedEveryH: 168 },
      stuck: { share: 0.01, afterH: 9 },
    },
  },
  faults: [
    { kind: 'outage', meanEveryS: 5 * dayS, forS: 1_800 },
    { kind: 'lost-acknowledgement', share: 0.001 },
    { kind: 'power-cut', meanEveryS: 10 * dayS, forS: 300 },
    { kind: 'clock-drift', ppmMax: 20 },
  ],
};
