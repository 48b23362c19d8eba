import { exitCodes, runCommand } from '../cli/command.ts';
import { UsageError } from '../domain/errors.ts';
import { alerts } from './commands/alerts.ts';
import { configure } from './commands/configure.ts';
import type { GatesCommand } from './commands/define.ts';
import { enrol } from './commands/enrol.ts';
import { list } from './commands/list.ts';
import { quarantine } from './commands/quarantine.ts';
import { sample } from './commands/sample.ts';
import { disable, enable, revoke } from './commands/service.ts';
import { variables } from './commands/variables.ts';
import { connectToDeployment } from './deployment.ts';

const commands: readonly GatesCommand[] = [
  enrol,
  list,
  configure,
  disable,
  enable,
  revoke,
  alerts,
  quarantine,
  sample,
  variables,
];

/** Every command takes it. */
const awsFlag = '--aws';

const help = `npm run gates -- COMMAND [ID] [${awsFlag}]

${commands.map(describe).join('\n')}

  ${awsFlag}     the stack on AWS; without it, the one that runs on this machine (GATEHOUSE_HOME says on which folder)
  --json    one JSON object a line
  --help    this text

Exit code ${exitCodes.done}: done. ${exitCodes.cannot}: it could not be done; one line says why.
`;

function describe({ name, usage, about }: GatesCommand): string {
  return [`  ${name} ${usage}`, ...about.map((line) => `      ${line}`)].join('\n');
}

await runCommand(async ([name, ...rest]) => {
  const asksForHelp = [name, ...rest].includes('--help');
  if (name === undefined || asksForHelp) {
    process.stdout.write(help);
    return asksForHelp ? exitCodes.done : exitCodes.cannot;
  }
  const command = commands.find((one) => one.name === name);
  if (!command) throw new UsageError(`There is no command "${name}"; --help lists what there is.`);
  const run = command.read(rest.filter((argument) => argument !== awsFlag));
  const deployment = await connectToDeployment({ aws: rest.includes(awsFlag) });
  try {
    await run(deployment);
    return exitCodes.done;
  } finally {
    deployment.close();
  }
});
