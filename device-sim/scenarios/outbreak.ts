import { calmWorld } from '../world/profile.ts';
import type { Scenario } from './scenario.ts';

/** Days of an outbreak in one run: it doubles every ten seconds, as the gates see it. */
export const scenario: Scenario = {
  about:
    'Fevers double every ten seconds, family by family: alerts grow with them, and the median does not follow the ill.',
  gates: 8,
  ratePerS: 20,
  durationS: 45,
  sending: { lingerS: 2 },
  world: {
    ...calmWorld,
    clock: { startsAtH: 10, speed: 60 },
    fever: { kind: 'outbreak', share: 0.01, doublingH: 1 / 6, shareMax: 0.2 },
  },
  faults: [],
};
