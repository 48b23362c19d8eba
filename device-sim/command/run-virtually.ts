import type { GatePlace } from '../gate/gate.ts';
import { account } from '../oracle/account.ts';
import { circumstancesOf } from '../oracle/circumstances.ts';
import { createTruth } from '../oracle/truth.ts';
import { virtualEvidenceOf } from '../oracle/virtual-evidence.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { runVirtual, virtualStartMs } from '../virtual/run.ts';
import { faultsOf, type RunReport } from './run-report.ts';

export interface VirtualSimOptions {
  plan: Scenario;
  name: string;
  places: readonly GatePlace[];
  seed: number;
  /** Everything that happens, as lines. */
  log?(line: string): void;
}

/** A scenario in memory, held by the oracle against what the broker took: there are no functions, and so no alerts. */
export async function runVirtually({ plan, name, places, ...options }: VirtualSimOptions): Promise<RunReport> {
  const keeper = createTruth(places, virtualStartMs);
  const { report, faults, messages } = await runVirtual({
    ...options,
    places,
    scenario: plan,
    onEvent: keeper.witness,
  });
  const found = await virtualEvidenceOf(messages, places).gather(keeper.truth, { elsewhere: true });
  const oracle = account(keeper.truth, found, circumstancesOf(plan.faults, faults));
  const communities = new Set(places.map(({ community }) => community)).size;
  return {
    ...report,
    scenario: name,
    faults: faultsOf(faults),
    oracle: { ...oracle, communities, communitiesListenedTo: 0 },
  };
}
