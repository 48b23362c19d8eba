import { calmWorld } from '../world/profile.ts';
import { usualShares } from '../world/shares.ts';
import type { Scenario } from './scenario.ts';

/**
 * 3,500 passes a second, the burst of a city's 12,784 gates, by 200 gates in front of a real stack. What is measured is
 * the way of a pass: everybody is entered by the guard, since one machine cannot sign thousands of passes a second.
 */
export const scenario: Scenario = {
  about:
    'The burst of a whole city for half a minute, 25 passes a message: what of it one machine carries, and that the rest waits on the gates.',
  gates: 200,
  ratePerS: 3_500,
  durationS: 30,
  sending: { lingerS: 5, passesPerMessage: 25 },
  world: {
    ...calmWorld,
    clock: { startsAtH: 8, speed: 1 },
    rampS: 5,
    shares: {
      ...usualShares,
      visitors: 0,
      couriers: 0,
      residents: { phone: 0, household: 0, card: 0, provider: 0, 'guard-entry': 1, nothing: 0 },
    },
  },
  faults: [],
};
