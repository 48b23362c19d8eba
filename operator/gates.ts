import { exitCodes, runCommand } from '../cli/command.ts';
import { findCommand, gatesCommands } from './commands/catalogue.ts';
import type { GatesCommand } from './commands/define.ts';
import { connectToDeployment } from './deployment.ts';

/** Every command takes it. */
const awsFlag = '--aws';

const help = `npm run gates -- COMMAND [ID] [${awsFlag}]

${gatesCommands.map(describe).join('\n')}

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
  const run = findCommand(name).read(rest.filter((argument) => argument !== awsFlag));
  const deployment = await connectToDeployment({ aws: rest.includes(awsFlag) });
  try {
    await run(deployment);
    return exitCodes.done;
  } finally {
    deployment.close();
  }
});
