import { exitCodes, runCommand } from '../cli/command.ts';
import { UsageError } from '../domain/errors.ts';
import type { CodesCommand } from './codes/define.ts';
import { issue } from './codes/issue.ts';
import { revoke } from './codes/revoke.ts';
import { show } from './codes/show.ts';
import { verify } from './codes/verify.ts';

const commands: readonly CodesCommand[] = [issue, show, verify, revoke];

const help = `npm run codes -- COMMAND …

${commands.map(describe).join('\n')}

  CODE      the text of a QR code in quotes, or - to read it from standard input
  TIME      UTC: 2026-11-24T03:04:05Z
  --help    this text

Exit code ${exitCodes.done}: done, or the code is believed. ${exitCodes.foundWrong}: the code is refused; the reason is printed.
${exitCodes.cannot}: it could not be done; one line says why.
`;

function describe({ name, usage, about }: CodesCommand): string {
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
  return command.run(rest);
});
