import { exitCodes, runCommand } from '../../cli/command.ts';
import { listenForInterruption } from '../../cli/interruption.ts';
import { checkWritable, writeReport } from '../../cli/report-file.ts';
import { connectToDeployment, type Deployment } from '../../operator/deployment.ts';
import { simLimits } from '../limits.ts';
import { yuhangGates } from '../places.ts';
import { parseRecording } from '../replay/recording.ts';
import { isReplayWell, runReplay } from '../replay/run-replay.ts';
import { loadScenario } from '../scenarios/load.ts';
import { describePayload, describeReport, describeRun } from './describe.ts';
import { readSimFlags, type SimFlags } from './flags.ts';
import { help } from './flags-help.ts';
import { planOf } from './plan.ts';
import type { Snapshot } from './progress.ts';
import { prometheusText, writePrometheus } from './prometheus.ts';
import { readBytes, readText } from './read-text.ts';
import { runOnStack } from './run-on-stack.ts';
import { runPayload } from './run-payload.ts';
import { isAllWell, type RunReport } from './run-report.ts';
import { runVirtually } from './run-virtually.ts';

/** What a run came to, whichever it was. */
interface Outcome {
  report: object;
  text: string;
  isWell: boolean;
}

await runCommand(async (argv) => {
  const flags = readSimFlags(argv);
  if (flags.help) {
    process.stdout.write(help);
    return exitCodes.done;
  }
  for (const file of [flags.report, flags.prometheus]) if (file !== undefined) checkWritable(file);
  const { report, text, isWell } = await run(flags);
  process.stdout.write(text);
  if (flags.report !== undefined) writeReport(flags.report, { flags, ...report });
  return isWell ? exitCodes.done : exitCodes.foundWrong;
});

async function run(flags: SimFlags): Promise<Outcome> {
  const interruption = listenForInterruption();
  const plan = planOf(await loadScenario(flags.scenario), flags.overrides);
  const what = { plan, name: flags.scenario, places: yuhangGates(plan.gates), seed: flags.seed };
  if (flags.virtual) return tellRun(flags, await runVirtually(what));
  const recording = flags.replay === undefined ? undefined : parseRecording(readText(flags.replay), flags.replay);
  const payload = flags.payload === undefined ? undefined : readBytes(flags.payload);
  const deployment = await connect(flags);
  try {
    if (recording) {
      const ratePerS = flags.overrides.ratePerS ?? simLimits.replayRatePerS;
      const options = { deployment, seed: flags.seed, ratePerS, sending: flags.overrides.sending, interruption };
      const report = await runReplay(recording, options);
      return { report, text: describeReport(report), isWell: isReplayWell(report) };
    }
    if (payload) {
      const times = { ratePerS: plan.ratePerS, durationMs: 1000 * plan.durationS };
      const report = await runPayload({ places: what.places, deployment, payload, ...times, interruption });
      return { report, text: describePayload(report), isWell: report.troubles.length === 0 };
    }
    const { listen } = flags;
    const onSnapshot = (snapshot: Snapshot) => tellPrometheus(flags, snapshot);
    const output = process.stdout;
    return tellRun(flags, await runOnStack({ ...what, deployment, listen, interruption, output, onSnapshot }));
  } finally {
    deployment.close();
  }
}

function tellRun(flags: SimFlags, report: RunReport): Outcome {
  const { gates, passes, fevers, oracle } = report;
  const snapshot = {
    ...{ gates: gates.planned, connected: gates.connected, ...passes },
    tooWarm: fevers.alarmed + fevers.withoutFeverAlarmed,
  };
  tellPrometheus(flags, snapshot, oracle);
  return { report, text: describeRun(report), isWell: isAllWell(report) };
}

function tellPrometheus({ prometheus }: SimFlags, ...figures: Parameters<typeof prometheusText>): void {
  if (prometheus !== undefined) writePrometheus(prometheus, prometheusText(...figures));
}

async function connect({ aws, endpoint, ca }: SimFlags): Promise<Deployment> {
  const deployment = await connectToDeployment({ aws });
  if (!endpoint) return deployment;
  return { ...deployment, mqtts: { ...deployment.mqtts, ...endpoint, ...(ca !== undefined && { caFile: ca }) } };
}
