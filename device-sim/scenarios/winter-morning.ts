import { calmWorld } from '../world/profile.ts';
import type { Scenario } from './scenario.ts';

/**
 * People come in from the cold with skin that is a degree and more below that of those who step out of a warm house, so
 * the spread at a gate is wide: a fixed limit would find nobody. More fevers than usual, or the run would have too few
 * to tell.
 */
export const scenario: Scenario = {
  about:
    'A frosty January morning: fevers are still found by the median of the people before; more false alarms than in spring.',
  gates: 8,
  ratePerS: 20,
  durationS: 45,
  sending: { lingerS: 2 },
  world: {
    ...calmWorld,
    clock: { startsAtH: 7, speed: 60 },
    weather: { month: 1, warmerC: -4 },
    fever: { kind: 'constant', share: 0.02 },
  },
  faults: [],
};
