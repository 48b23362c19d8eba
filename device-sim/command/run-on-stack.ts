import type { Deployment } from '../../operator/deployment.ts';
import { isPassStored } from '../../operator/passes.ts';
import { deployedGates } from '../deployed/deployed-gates.ts';
import { openSigner } from '../deployed/signing.ts';
import { systemEnvironment } from '../environment.ts';
import { createFleet } from '../fleet/fleet.ts';
import type { GatePlace } from '../gate/gate.ts';
import { openFlashStore } from '../gate/store.ts';
import { simLimits } from '../limits.ts';
import { circumstancesOf } from '../oracle/circumstances.ts';
import { evidenceOf } from '../oracle/deployment-evidence.ts';
import { hearAlerts } from '../oracle/hearing.ts';
import { settle } from '../oracle/settle.ts';
import { createTableWatch } from '../oracle/table-watch.ts';
import { createTruth } from '../oracle/truth.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { alertLine } from './alert-line.ts';
import { flashFile } from './flash-file.ts';
import { passTime } from './pass-time.ts';
import { type Snapshot, showProgress } from './progress.ts';
import { faultsOf, type RunReport } from './run-report.ts';

export interface StackRunOptions {
  /** As it is to be run, and what it is called. */
  plan: Scenario;
  name: string;
  places: readonly GatePlace[];
  seed: number;
  deployment: Deployment;
  /** Prints each alert as it is heard. */
  listen: boolean;
  interruption: AbortSignal;
  output: NodeJS.WriteStream;
  onSnapshot(snapshot: Snapshot): void;
}

/** A scenario against a running stack, on AWS or on this machine, until the oracle has accounted for it. */
export async function runOnStack(options: StackRunOptions): Promise<RunReport> {
  const { plan, name, places, seed, deployment, interruption } = options;
  const environment = systemEnvironment;
  const { timeZone } = deployment.outputs;
  const keeper = createTruth(places, environment.now());
  const byGate = new Map(places.map((place) => [place.gate, place]));
  const watch = createTableWatch(async (gate, pass) => {
    const place = byGate.get(gate);
    return place !== undefined && isPassStored(deployment, place, pass, timeZone);
  }, environment);
  const write = (line: string) => options.output.write(`${line}\n`);
  let say: (line: string) => void = write;
  let alertsHeard = 0;
  const hearing = await hearAlerts(deployment, places, {
    environment,
    onAlert: (alert) => {
      alertsHeard++;
      if (options.listen) say(alertLine(alert));
    },
    onTrouble: (line) => say(line),
  });
  const signer = await openSigner(deployment, write);
  const { sending, ...going } = plan;
  const fleet = createFleet({
    ...going,
    ...deployedGates(deployment),
    ...{ places, seed, signer, environment },
    setup: { timeZone, ...(sending && { sending }) },
    store: openFlashStore(flashFile()),
    onEvent: (event) => {
      keeper.witness(event);
      if (event.kind === 'passed') watch.watch(event.gate, event.pass);
    },
  });
  const look = () => {
    const { alarmed: tooWarm, ...figures } = fleet.progress();
    const faultsFired = plan.faults.length > 0 ? { faultsFired: sum(fleet.faults().counts) } : {};
    return { gates: places.length, ...figures, tooWarm, alertsHeard, ...faultsFired };
  };
  const progress = showProgress(look, { ...options, environment, durationMs: 1000 * plan.durationS });
  say = progress.say;
  try {
    const started = fleet.start();
    await passTime(1000 * plan.durationS, environment, interruption);
    progress.enter('gates send what they hold');
    const report = await fleet.stop({ drainMs: interruption.aborted ? simLimits.drainMs : simLimits.healMs });
    await started;
    const outcome = fleet.faults();
    const evidence = evidenceOf(deployment, { timeZone, hearing, watch, now: environment.now });
    const circumstances = circumstancesOf(plan.faults, outcome);
    const oracle = await settle(keeper.truth, evidence, circumstances, { environment, onWaiting: progress.enter });
    const communities = new Set(places.map(({ community }) => community)).size;
    return {
      ...report,
      scenario: name,
      faults: faultsOf(outcome),
      oracle: { ...oracle, communities, communitiesListenedTo: hearing.listenedTo.size },
    };
  } finally {
    watch.stop();
    progress.end();
    await fleet.stop();
    await hearing.stop();
  }
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
