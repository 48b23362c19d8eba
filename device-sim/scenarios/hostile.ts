import { calmWorld } from '../world/profile.ts';
import { usualShares } from '../world/shares.ts';
import type { Scenario } from './scenario.ts';

/** Every attack that the world and the faults know, all at once: forged codes in front of gates, forged gates behind. */
export const scenario: Scenario = {
  about:
    'One person in ten shows a fraud, and gates that are not ours try what they must not: nothing of it gets in, and honest gates do not notice.',
  gates: 12,
  ratePerS: 15,
  durationS: 45,
  // A backlog drains within the run; by the usual rate it would take minutes.
  sending: { lingerS: 2, drain: { passesPerS: 20, jitterS: 2 } },
  world: {
    ...calmWorld,
    shares: {
      ...usualShares,
      faults: { forged: 0.05, expired: 0.05, 'other-community': 0.05, revoked: 0.05 },
      couriersCopied: 0.3,
      visitorsReusing: 0.3,
    },
  },
  faults: [
    { kind: 'hostile', gates: 4, meanEveryS: 1 },
    { kind: 'wrong-config', meanEveryS: 15 },
    { kind: 'certificate-revoked', gates: 1, afterS: 20 },
    { kind: 'certificate-expired', gates: 1, afterS: 15, forS: 10 },
  ],
};
