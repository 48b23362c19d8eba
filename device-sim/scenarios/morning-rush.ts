import { calmWorld } from '../world/profile.ts';
import type { Scenario } from './scenario.ts';

/** The busiest half-hour of the day in half a minute: far more people a second than a real gate ever sees. */
export const scenario: Scenario = {
  about: 'Half past seven to eight, most people go out: messages fill up, and alerts are as quick as on a calm day.',
  gates: 16,
  ratePerS: 40,
  durationS: 30,
  sending: { lingerS: 2 },
  world: {
    ...calmWorld,
    clock: { startsAtH: 7.5, speed: 60 },
    rampS: 5,
  },
  faults: [],
};
