import { UsageError } from '../domain/errors.ts';
import { exitCodes, runCommand } from './command.ts';

/** One of the commands behind a command, as `enrol` is behind `npm run gates --`. */
export interface Subcommand {
  name: string;
  /** Behind the name, as in `ID --why TEXT`. */
  usage: string;
  /** What it does, in lines of the help. */
  about: readonly string[];
}

/** The part of a help that lists the commands. */
export function describeSubcommands(commands: readonly Subcommand[]): string {
  return commands
    .map(({ name, usage, about }) => [`  ${name} ${usage}`, ...about.map((line) => `      ${line}`)].join('\n'))
    .join('\n');
}

/** @throws UsageError when there is no such command. */
export function findSubcommand<T extends Subcommand>(commands: readonly T[], name: string): T {
  const command = commands.find((one) => one.name === name);
  if (!command) throw new UsageError(`There is no command "${name}"; --help lists what there is.`);
  return command;
}

/** Runs the command that the first word names; `--help` anywhere prints the help, and so does no word at all. */
export async function runSubcommand<T extends Subcommand>(
  commands: readonly T[],
  help: string,
  run: (command: T, rest: string[]) => Promise<number>,
): Promise<void> {
  await runCommand(async ([name, ...rest]) => {
    const asksForHelp = [name, ...rest].includes('--help');
    if (name === undefined || asksForHelp) {
      process.stdout.write(help);
      return asksForHelp ? exitCodes.done : exitCodes.cannot;
    }
    return run(findSubcommand(commands, name), rest);
  });
}
