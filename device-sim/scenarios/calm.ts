import { calmWorld, withFevers } from '../world/profile.ts';
import type { Scenario } from './scenario.ts';

/** What others are compared with: when this one fails, nothing can be said of them. */
export const scenario: Scenario = {
  about:
    'A spring forenoon at two communities, nothing wrong: every pass stored once, every fever that a gate saw alerted.',
  gates: 8,
  ratePerS: 10,
  durationS: 30,
  // A gate waits two minutes for company; a run of half a minute would see nothing but its end.
  sending: { lingerS: 2 },
  // One person in fifty: with the usual one in two hundred, half a minute could pass without a fever.
  world: withFevers(calmWorld, 0.02),
  faults: [],
};
