import { calmWorld } from '../world/profile.ts';
import type { Scenario } from './scenario.ts';

/** Thousands of faults in a minute, far more than any network has: what is lost or doubled at all is lost here. */
export const scenario: Scenario = {
  about:
    'Messages lost, late, doubled and overtaken, outages, dead and slow links at every gate: nothing is lost, nothing stored twice.',
  gates: 60,
  ratePerS: 60,
  durationS: 60,
  // A backlog drains within the run; by the usual rate it would take minutes.
  sending: { lingerS: 1, drain: { passesPerS: 20, jitterS: 2 } },
  world: calmWorld,
  faults: [
    { kind: 'outage', meanEveryS: 30, forS: 3 },
    { kind: 'lost-message', share: 0.1 },
    { kind: 'lost-acknowledgement', share: 0.15 },
    { kind: 'delayed-delivery', share: 0.2, meanByS: 0.3 },
    { kind: 'doubled-delivery', share: 0.25 },
    { kind: 'reordered-delivery', share: 0.2 },
    // Each costs a gate its connection for longer than the run: the keep-alive is a minute.
    { kind: 'half-open', meanEveryS: 300 },
    { kind: 'slow-link', meanEveryS: 60, forS: 5, bytesPerS: 2_000 },
  ],
};
