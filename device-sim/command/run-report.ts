import type { FaultKind } from '../faults/fault.ts';
import type { FaultOutcome } from '../faults/fleet-faults.ts';
import type { FleetReport } from '../fleet/fleet-report.ts';
import type { Account } from '../oracle/account.ts';

/** A run of a scenario: what the fleet did, what went wrong by order, and what the oracle says. */
export interface RunReport extends FleetReport {
  scenario: string;
  faults: {
    /** How often each that was ordered has fired. */
    fired: Partial<Record<FaultKind, number>>;
    neverFired: readonly FaultKind[];
    /** Gates that were kept out for good: what they hold stays on their flash. */
    keptOut: readonly string[];
  };
  oracle: Account & {
    communities: number;
    /** In how many of them a post listened: of more than so many, a part. */
    communitiesListenedTo: number;
  };
}

export function faultsOf({ counts, neverFired, keptOut }: FaultOutcome): RunReport['faults'] {
  const fired = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  return { fired, neverFired, keptOut };
}

/** Everybody was taken on and everything sent, no law was broken, and what was ordered to go wrong went wrong. */
export function isAllWell({ passes, gates, faults, oracle }: RunReport): boolean {
  const isFaulty = Object.keys(faults.fired).length + faults.neverFired.length > 0;
  const isSent = passes.outstanding === 0 || faults.keptOut.length > 0;
  const isTakenOn = passes.turnedAway === 0 || isFaulty;
  return isSent && isTakenOn && gates.stopped === 0 && faults.neverFired.length === 0 && oracle.offenceCount === 0;
}
