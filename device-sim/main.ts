import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes, runCommand } from '../cli/command.ts';
import { listenForInterruption } from '../cli/interruption.ts';
import { checkWritable, writeReport } from '../cli/report-file.ts';
import { UsageError } from '../domain/errors.ts';
import { connectToDeployment, type Deployment, homeFolder } from '../operator/deployment.ts';
import { describeReport } from './describe.ts';
import { connectionOfGate } from './enrolled.ts';
import { systemEnvironment } from './environment.ts';
import { help, readSimFlags, type SimFlags } from './flags.ts';
import { createFleet, type FleetOptions } from './fleet.ts';
import type { FleetReport } from './fleet-report.ts';
import { connectByMqtt } from './gate/mqtt-connection.ts';
import { openFlashStore } from './gate/store.ts';
import { yuhang, yuhangGates } from './places.ts';
import { showProgress } from './progress.ts';
import { parseRecording } from './replay/recording.ts';
import { type ReplayReport, runReplay } from './replay/run-replay.ts';
import { openSigner } from './signing.ts';
import { calmWorld, withFevers } from './world/profile.ts';

await runCommand(async (argv) => {
  const flags = readSimFlags(argv);
  if (flags.help) {
    process.stdout.write(help);
    return exitCodes.done;
  }
  if (flags.report !== undefined) checkWritable(flags.report);
  const people = flags.replay === undefined ? undefined : parseRecording(readText(flags.replay), flags.replay);
  const interruption = listenForInterruption();
  const deployment = await connectToDeployment({ aws: flags.aws });
  try {
    const report = people
      ? await runReplay(people, deployment, fleetOptions(flags, deployment), interruption)
      : await runCrowd(flags, await withSigner(fleetOptions(flags, deployment), deployment), interruption);
    process.stdout.write(describeReport(report));
    if (flags.report !== undefined) writeReport(flags.report, { flags, ...report });
    return isAllWell(report) ? exitCodes.done : exitCodes.foundWrong;
  } finally {
    deployment.close();
  }
});

function isAllWell(report: FleetReport | ReplayReport): boolean {
  const { passes, gates } = report;
  const allTaken = passes.outstanding === 0 && passes.turnedAway === 0 && gates.stopped === 0;
  return allTaken && !('replay' in report && report.replay.alertsMissing > 0);
}

function fleetOptions(flags: SimFlags, deployment: Deployment): FleetOptions {
  return {
    places: yuhangGates(flags.gates),
    connectionOf: async (place) => connectByMqtt(await connectionOfGate(deployment, place)),
    store: openFlashStore(join(homeFolder(), 'sim', 'flash.sqlite')),
    setup: { timeZone: yuhang.timeZone, sending: flags.sending },
    seed: flags.seed,
    ratePerS: flags.ratePerS,
    durationS: flags.durationMs / 1_000,
    world: withFevers(calmWorld, flags.feverShare),
  };
}

async function withSigner(options: FleetOptions, deployment: Deployment): Promise<FleetOptions> {
  return { ...options, signer: await openSigner(deployment, (line) => process.stdout.write(`${line}\n`)) };
}

async function runCrowd(flags: SimFlags, options: FleetOptions, interruption: AbortSignal): Promise<FleetReport> {
  const fleet = createFleet(options);
  const hide = showProgress(fleet, systemEnvironment, process.stdout);
  const started = fleet.start();
  await passTime(flags.durationMs, interruption);
  hide();
  const report = await fleet.stop();
  await started;
  return report;
}

/** Resolves when the time is over, or at once when somebody interrupts. */
function passTime(ms: number, interruption: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (interruption.aborted) return resolve();
    const cancel = systemEnvironment.after(ms, resolve);
    interruption.addEventListener('abort', () => {
      cancel();
      resolve();
    });
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${file} cannot be read (${cause instanceof Error ? cause.message : cause}).`, { cause });
  }
}
