import { readFileSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import type { ParseArgsOptionsConfig } from 'node:util';
import { readFlags } from '../../cli/command.ts';
import type { Subcommand } from '../../cli/subcommands.ts';
import { type Refusal, refusals } from '../../domain/codes/refusals.ts';
import { UsageError } from '../../domain/errors.ts';
import { instant } from '../../domain/messages/fields.ts';

/** One of `npm run codes`' commands. */
export interface CodesCommand extends Subcommand {
  /** @returns the exit code. @throws UsageError when what stands behind the name is not as `usage` says. */
  run(argv: string[]): Promise<number>;
}

type Values<T extends ParseArgsOptionsConfig> = ReturnType<typeof readFlags<T>>['values'];

/** A command about one code, which is its operand, or what stands on standard input for "-". */
export function codeCommand<const T extends ParseArgsOptionsConfig>(
  command: Subcommand & {
    flags: T;
    run(code: string, values: Values<T>): number | Promise<number>;
  },
): CodesCommand {
  return {
    ...command,
    run: async (argv) => {
      const { values, positionals } = readFlags(argv, command.flags, 1);
      const [operand] = positionals;
      if (operand === undefined)
        throw new UsageError(`${command.name} takes a code in quotes, or - to read one from standard input.`);
      return command.run(await readOperand(operand), values);
    },
  };
}

/** An operand, or what stands on standard input for "-". */
export async function readOperand(operand: string): Promise<string> {
  // A line end is not part of a code; a space may be, even at its end.
  return operand === '-' ? (await readAll(process.stdin)).replace(/\r?\n$/, '') : operand;
}

/** @returns the time in seconds. */
export function readTime(flag: string, text: string): number {
  const full = text.length === '2026-11-24T03:04:05Z'.length ? text.replace('Z', '.000Z') : text;
  if (!instant.safeParse(full).success) throw new UsageError(`--${flag} takes ${instant.description}, not "${text}".`);
  return Date.parse(full) / 1_000;
}

export function toText(timeS: number): string {
  const time = new Date(timeS * 1_000);
  return Number.isNaN(time.getTime()) ? `${timeS} s` : time.toISOString();
}

/** A file that has to be there. */
export function readInput(flag: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--${flag}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

export function explainRefusal(reason: Refusal): string {
  return `refused: ${reason} (${refusals[reason]})`;
}
