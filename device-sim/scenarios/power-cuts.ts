import { calmWorld } from '../world/profile.ts';
import type { Scenario } from './scenario.ts';

/** Each gate loses its power every other second, between any two steps, and clocks that have lost theirs are wrong. */
export const scenario: Scenario = {
  about:
    'Thousands of power cuts, small outboxes and wrong clocks: a pass that a gate took on survives, and its number is never given twice.',
  gates: 100,
  ratePerS: 100,
  durationS: 45,
  // A backlog drains within the run; by the usual rate it would take minutes.
  sending: { lingerS: 1, drain: { passesPerS: 20, jitterS: 2 } },
  world: calmWorld,
  faults: [
    { kind: 'power-cut', meanEveryS: 1.5, forS: 0.4 },
    { kind: 'lost-acknowledgement', share: 0.1 },
    { kind: 'full-outbox', meanEveryS: 300, outboxPassesMax: 10 },
    { kind: 'clock-jump', meanEveryS: 120, forS: 10, maxS: 120 },
    { kind: 'clock-drift', ppmMax: 100 },
  ],
};
