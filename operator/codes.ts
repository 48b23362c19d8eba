import { exitCodes } from '../cli/command.ts';
import { describeSubcommands, runSubcommand } from '../cli/subcommands.ts';
import type { CodesCommand } from './codes/define.ts';
import { issue } from './codes/issue.ts';
import { revoke } from './codes/revoke.ts';
import { show } from './codes/show.ts';
import { lists } from './codes/show-lists.ts';
import { status } from './codes/status.ts';
import { trace } from './codes/trace.ts';
import { trust } from './codes/trust.ts';
import { verify } from './codes/verify.ts';

const commands: readonly CodesCommand[] = [issue, show, verify, revoke, trust, status, lists, trace];

const help = `npm run codes -- COMMAND …

${describeSubcommands(commands)}

  CODE      the text of a QR code in quotes, or - to read it from standard input
  TIME      UTC: 2026-11-24T03:04:05Z
  --aws     the deployment on AWS; without it, the one that runs on this machine (GATEHOUSE_HOME says on which folder)
  --help    this text

Exit code ${exitCodes.done}: done, or the code is believed. ${exitCodes.foundWrong}: the code is refused; the reason is printed.
${exitCodes.cannot}: it could not be done; one line says why.
`;

await runSubcommand(commands, help, (command, rest) => command.run(rest));
