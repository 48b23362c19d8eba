import type { Deployment } from '../../operator/deployment.ts';
import { flashFile } from '../command/flash-file.ts';
import { showProgress } from '../command/progress.ts';
import { deployedGates } from '../deployed/deployed-gates.ts';
import { connectionOfPost } from '../deployed/enrolled.ts';
import { systemEnvironment } from '../environment.ts';
import { createFleet } from '../fleet/fleet.ts';
import type { FleetReport } from '../fleet/fleet-report.ts';
import type { GateSetup } from '../gate/state.ts';
import { openFlashStore } from '../gate/store.ts';
import { calmWorld } from '../world/profile.ts';
import { type GuardPost, openGuardPost, replayPost } from './guard-post.ts';
import type { RecordedPerson } from './recording.ts';
import { gatesOf, replay } from './replay.ts';
import { alertedByGate, describeSummary, type Outcome, passId, type ReplaySummary, summarise } from './summary.ts';

/** A fleet's report, and how the recorded people fared: by the gates' own decision, and by what the guards heard. */
export interface ReplayReport extends FleetReport {
  replay: {
    byGates: ReplaySummary[];
    byGuards: ReplaySummary[];
    /** Alarms of the gates whose alert did not reach the guards' topic. */
    alertsMissing: number;
  };
}

export interface ReplayOptions {
  deployment: Deployment;
  seed: number;
  /** People a second. */
  ratePerS: number;
  sending: NonNullable<GateSetup['sending']>;
  interruption: AbortSignal;
}

/** Replays recorded people through gates that begin anew, and listens as a guard's post does. */
export async function runReplay(people: readonly RecordedPerson[], options: ReplayOptions): Promise<ReplayReport> {
  const { deployment, seed, ratePerS, sending, interruption } = options;
  const environment = systemEnvironment;
  const places = gatesOf(people);
  const fleet = createFleet({
    ...{ places, seed, ratePerS: 0, world: calmWorld, ...deployedGates(deployment) },
    setup: { timeZone: deployment.outputs.timeZone, sending },
    store: openFlashStore(flashFile()),
    // A baseline of an earlier run would judge the first people of this one.
    reset: true,
  });
  const look = () => {
    const { alarmed, ...figures } = fleet.progress();
    return { gates: places.length, ...figures, tooWarm: alarmed };
  };
  const progress = showProgress(look, { environment, output: process.stdout });
  let post: GuardPost | undefined;
  try {
    post = await openGuardPost(await connectionOfPost(deployment, replayPost), environment);
    await fleet.start();
    const outcomes = await replay(people, fleet, { ratePerS, environment, signal: interruption });
    const report = await fleet.stop();
    await post.waitFor(outcomes.filter(alertedByGate).map(idOf));
    progress.end();
    return { ...report, replay: tellOutcomes(outcomes, post) };
  } finally {
    progress.end();
    await fleet.stop();
    await post?.close();
  }
}

/** Everything was taken on and sent, and what gates called too warm was heard. */
export function isReplayWell({ passes, gates, replay: { alertsMissing } }: ReplayReport): boolean {
  return passes.outstanding + passes.turnedAway + gates.stopped + alertsMissing === 0;
}

function tellOutcomes(outcomes: readonly Outcome[], post: GuardPost): ReplayReport['replay'] {
  const alertedGuards = (outcome: Outcome) => post.heard.has(idOf(outcome));
  const byGates = summariesOf(outcomes, alertedByGate);
  const byGuards = summariesOf(outcomes, alertedGuards);
  const lines = [
    'By what the gates decided:',
    ...byGates.map(describeSummary),
    "By the alerts that arrived on the guards' topic:",
    ...byGuards.map(describeSummary),
  ];
  const alertsMissing = outcomes.filter((outcome) => alertedByGate(outcome) && !alertedGuards(outcome)).length;
  if (alertsMissing > 0) lines.push(`${alertsMissing} alerts did not arrive: is something wrong behind the broker?`);
  process.stdout.write(`${lines.join('\n')}\n`);
  return { byGates, byGuards, alertsMissing };
}

function summariesOf(outcomes: readonly Outcome[], isAlerted: (outcome: Outcome) => boolean): ReplaySummary[] {
  const gates = [...new Set(outcomes.map(({ gate }) => gate))];
  return gates.map((gate) =>
    summarise(
      gate,
      outcomes.filter((outcome) => outcome.gate === gate),
      isAlerted,
    ),
  );
}

function idOf({ gate, pass }: Outcome): string {
  return pass ? passId(gate, pass) : '';
}
