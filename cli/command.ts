import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { UsageError } from '../domain/errors.ts';
import { explain } from './explain.ts';

/** Exit codes of every command: 0 done; 1 done, and something was found wrong; 2 asked for what cannot be done. */
export const exitCodes = { done: 0, foundWrong: 1, cannot: 2 } as const;

/**
 * Runs a command to its exit code. What a person can put right is one line on stderr; anything else is a fault of
 * ours and keeps its stack.
 */
export async function runCommand(main: (argv: string[]) => Promise<number>): Promise<void> {
  process.stdout.on('error', endWithReader);
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    process.exitCode = exitCodes.cannot;
    const fault = () => `unexpected: ${error instanceof Error ? error.stack : String(error)}`;
    process.stderr.write(`gatehouse: ${explain(error) ?? fault()}\n`);
  }
}

/** Whoever read the output has had enough, as in `… | head -1`. */
function endWithReader(error: Error): void {
  if (!('code' in error) || error.code !== 'EPIPE') throw error;
  process.exit();
}

/**
 * Reads a command line strictly: what it does not know, or a flag without its value, is a UsageError, never ignored.
 * @param operandsMax how many words that belong to no flag it takes.
 */
export function readFlags<const T extends ParseArgsOptionsConfig>(argv: string[], options: T, operandsMax = 0) {
  const read = parse(argv, options);
  const extra = read.positionals[operandsMax];
  if (extra !== undefined) throw new UsageError(`"${extra}" belongs to no flag; --help lists what there is.`);
  return read;
}

function parse<const T extends ParseArgsOptionsConfig>(argv: string[], options: T) {
  try {
    return parseArgs({ args: argv, options, allowPositionals: true, strict: true });
  } catch (error) {
    const why = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new UsageError(`${why}; --help lists what there is.`);
  }
}

/** A number given as text, within bounds. */
export function readNumber(flag: string, text: string, bounds: { min: number; max: number; whole?: boolean }): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const fits = value >= bounds.min && value <= bounds.max && (!bounds.whole || Number.isInteger(value));
  if (fits) return value;
  const kind = bounds.whole ? 'a whole number' : 'a number';
  throw new UsageError(`--${flag} takes ${kind} from ${bounds.min} to ${bounds.max}, not "${text}".`);
}
