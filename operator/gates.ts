import { exitCodes } from '../cli/command.ts';
import { describeSubcommands, runSubcommand } from '../cli/subcommands.ts';
import { gatesCommands } from './commands/catalogue.ts';
import { connectToDeployment } from './deployment.ts';

/** Every command takes it. */
const awsFlag = '--aws';

const help = `npm run gates -- COMMAND [ID] [${awsFlag}]

${describeSubcommands(gatesCommands)}

  ${awsFlag}     the stack on AWS; without it, the one that runs on this machine (GATEHOUSE_HOME says on which folder)
  --json    one JSON object a line
  --help    this text

Exit code ${exitCodes.done}: done. ${exitCodes.foundWrong}: what was checked is not as it should be. ${exitCodes.cannot}: it could not be done; one line says why.
`;

await runSubcommand(gatesCommands, help, async (command, rest) => {
  const run = command.read(rest.filter((argument) => argument !== awsFlag));
  const deployment = await connectToDeployment({ aws: rest.includes(awsFlag) });
  try {
    return await run(deployment);
  } finally {
    deployment.close();
  }
});
