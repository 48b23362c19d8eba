import { exitCodes, readFlags, readNumber, runCommand } from '../cli/command.ts';
import { listenForInterruption } from '../cli/interruption.ts';
import { checkWritable, writeReport } from '../cli/report-file.ts';
import { UsageError } from '../domain/errors.ts';
import { connectToDeployment } from './deployment.ts';
import { checkGate } from './gate-check/check-gate.ts';
import { type Clause, clauses } from './gate-check/clauses.ts';
import { checkLimits } from './gate-check/limits.ts';
import { printFindings } from './gate-check/print-findings.ts';
import { findDevice } from './inventory.ts';

const help = `npm run gate-check -- --gate ID [--only CLAUSE] [--wait S] [--power-cut] [--report FILE] [--aws]

Puts a gate that is connected through the protocol (docs/gate-protocol.md) and prints for each clause whether it passed,
failed, or why that cannot be told. People have to pass meanwhile, one of them too warm. It ends the gate's connection a
few times and gives it other configs for some minutes, then its own again, also after Ctrl-C; it never opens the barrier.

  --gate ID      the gate; it is enrolled and connected
  --only CLAUSE  prints this one, such as C-5.3
  --wait S       how long the gate is given for what it has to do by itself (default ${checkLimits.waitS})
  --power-cut    asks for somebody to cut the gate's power, and looks at what it has kept
  --report FILE  writes the findings as JSON
  --aws          the stack on AWS; without it, the one that runs on this machine
  --help         this text

Exit code ${exitCodes.done}: nothing failed. ${exitCodes.foundWrong}: something did. ${exitCodes.cannot}: it could not be done.
`;

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function readClause(text: string): Clause {
  const clause = (Object.keys(clauses) as Clause[]).find((one) => one === text);
  if (clause === undefined)
    throw new UsageError(`--only takes a clause of the checklist, such as C-5.3, not "${text}".`);
  return clause;
}

await runCommand(async (argv) => {
  const { values } = readFlags(argv, {
    gate: { type: 'string' },
    only: { type: 'string' },
    wait: { type: 'string', default: String(checkLimits.waitS) },
    'power-cut': { type: 'boolean', default: false },
    report: { type: 'string' },
    aws: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });
  if (values.help) {
    process.stdout.write(help);
    return exitCodes.done;
  }
  const { gate, report } = values;
  const only = values.only === undefined ? undefined : readClause(values.only);
  if (gate === undefined) throw new UsageError('gate-check needs --gate ID; --help says more.');
  const waitMs = 1_000 * readNumber('wait', values.wait, { min: 1, max: checkLimits.waitSMax });
  if (report !== undefined) checkWritable(report);
  const deployment = await connectToDeployment({ aws: values.aws });
  try {
    const askForPowerCut = values['power-cut'] ? say : undefined;
    const findings = await checkGate(deployment, await findDevice(deployment, gate), {
      waitMs,
      only,
      askForPowerCut,
      interruption: listenForInterruption(),
      say,
    });
    if (report !== undefined) writeReport(report, { gate, findings });
    printFindings(findings);
    return findings.some(({ outcome }) => outcome === 'failed') ? exitCodes.foundWrong : exitCodes.done;
  } finally {
    deployment.close();
  }
});
