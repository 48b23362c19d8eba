import { exitCodes, readFlags, runCommand } from '../../cli/command.ts';
import { checkWritable, writeReport } from '../../cli/report-file.ts';
import { newHome, startStack } from '../helpers/stack.ts';
import { measure } from './measure.ts';
import { fullPlan, shortPlan } from './plan.ts';
import { describeReport, machineLoad, reportOf } from './report.ts';

const help = `npm run bench -- [options]

Measures the whole way of a pass on this machine, in a stack of its own with gates of its own: passes a second from the
gates' publish until they are stored, beside bare loops of the AWS SDK on the same tables in the same run; the city's
burst; how long an alert takes. Takes about four minutes; look at ratios rather than at figures, and run it on a quiet machine.

  --short       half a minute: shows that it works, its figures say little
  --json FILE   writes what was measured, all rounds
  --help        this text

Exit code ${exitCodes.done}: every published pass is in the table once, and every alert was heard. ${exitCodes.foundWrong}: not so. ${exitCodes.cannot}: it could not be done.
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
  const loadBefore = machineLoad();
  const { home, remove } = newHome();
  try {
    const stack = await startStack(home);
    try {
      const say = (line: string) => process.stderr.write(`${line}\n`);
      const report = reportOf(await measure(stack, values.short ? shortPlan : fullPlan, say), loadBefore);
      process.stdout.write(describeReport(report));
      if (values.json !== undefined) writeReport(values.json, report);
      return report.isComplete ? exitCodes.done : exitCodes.foundWrong;
    } finally {
      await stack.stop();
    }
  } finally {
    remove();
  }
});
