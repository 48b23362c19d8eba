import type { Deployment } from '../../operator/deployment.ts';
import { connectionOfPost } from '../enrolled.ts';
import { systemEnvironment } from '../environment.ts';
import { createFleet, type FleetOptions } from '../fleet.ts';
import type { FleetReport } from '../fleet-report.ts';
import { showProgress } from '../progress.ts';
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

/** Replays recorded people through gates that begin anew, and listens as a guard's post does. */
export async function runReplay(
  people: readonly RecordedPerson[],
  deployment: Deployment,
  options: FleetOptions,
  interruption: AbortSignal,
): Promise<ReplayReport> {
  const environment = systemEnvironment;
  // A baseline of an earlier run would judge the first people of this one.
  const fleet = createFleet({ ...options, places: gatesOf(people), ratePerS: 0, reset: true });
  let post: GuardPost | undefined;
  let hide = () => {};
  try {
    post = await openGuardPost(await connectionOfPost(deployment, replayPost), environment);
    await fleet.start();
    hide = showProgress(fleet, environment, process.stdout);
    const outcomes = await replay(people, fleet, { ratePerS: options.ratePerS, environment, signal: interruption });
    hide();
    const report = await fleet.stop();
    await post.waitFor(outcomes.filter(alertedByGate).map(idOf));
    return { ...report, replay: tellOutcomes(outcomes, post) };
  } finally {
    hide();
    await fleet.stop();
    await post?.close();
  }
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
