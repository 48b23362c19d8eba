import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodes, readFlags, runCommand } from '../../../cli/command.ts';
import { checkWritable, writeReport } from '../../../cli/report-file.ts';
import { type ClientRun, clientKinds, type FleetBenchPlan, fullPlan, shortPlan } from './plan.ts';
import { runClients, startBrokerProcess } from './processes.ts';
import { describeFleetReport, type FleetRun, fleetReportOf } from './report.ts';

const help = `npm run bench:fleet -- [options]

What a virtual gate costs beside a bare loop of mqtt.js, against the same broker, in the same run, with mutual TLS: time to
connect, memory, CPU per message. Gates judge, write each pass to flash and keep it until it is acknowledged; the bare loop
only publishes. Takes a few minutes; look at ratios rather than at figures, and run it on a quiet machine.

  --short       some seconds: shows that it works, its figures say little
  --json FILE   writes what was measured, all rounds
  --help        this text
`;

await runCommand(async (argv) => {
  const { values } = readFlags(argv, {
    short: { type: 'boolean', default: false },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  });
  if (values.help) {
    process.stdout.write(help);
    return exitCodes.done;
  }
  if (values.json !== undefined) checkWritable(values.json);
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  try {
    const report = fleetReportOf(await measure(folder, values.short ? shortPlan : fullPlan));
    process.stdout.write(describeFleetReport(report));
    if (values.json !== undefined) writeReport(values.json, report);
    return exitCodes.done;
  } finally {
    rmSync(folder, { recursive: true });
  }
});

async function measure(folder: string, plan: FleetBenchPlan): Promise<FleetRun[]> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  say(`making ${plan.clientsMax} certificates`);
  const broker = await startBrokerProcess(folder, plan.clientsMax);
  const run = async (round: number, of: Pick<ClientRun, 'kind' | 'clients' | 'messagesEach'>) => {
    say(`round ${round}: ${of.clients} ${of.kind}`);
    return { ...of, figures: await runClients({ ...of, ...broker.address }, folder) };
  };
  try {
    const runs: FleetRun[] = [];
    const { clients, clientsMax, messagesEach } = plan;
    for (let round = 1; round <= plan.rounds; round++) {
      for (const kind of clientKinds) runs.push(await run(round, { kind, clients, messagesEach }));
    }
    runs.push(await run(plan.rounds + 1, { kind: 'gates', clients: clientsMax, messagesEach }));
    return runs;
  } finally {
    await broker.stop();
  }
}
