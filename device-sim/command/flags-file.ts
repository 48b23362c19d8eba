import * as z from 'zod';
import { UsageError } from '../../domain/errors.ts';
import { parseJson } from '../../domain/json.ts';
import { readText } from './read-text.ts';

const settings = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** Name of the flag that names the file; a file names no other. */
const configFlag = 'config';

/**
 * A command line, with what its `--config` names in front of it: flags that come later stand above earlier ones.
 * @throws UsageError when the file cannot be read or is no object of flags.
 */
export function withConfigFile(argv: readonly string[]): string[] {
  const file = fileOf(argv);
  if (file === undefined) return [...argv];
  const parsed = settings.safeParse(parseJson(readText(file)));
  if (!parsed.success) throw new UsageError(`${file} is no JSON object of flags, like {"gates": 20, "linger": "10s"}.`);
  if (configFlag in parsed.data) throw new UsageError(`${file} cannot name another file of flags.`);
  return [...Object.entries(parsed.data).flatMap(toFlag), ...argv];
}

function fileOf(argv: readonly string[]): string | undefined {
  const at = argv.findLastIndex((word) => word === `--${configFlag}` || word.startsWith(`--${configFlag}=`));
  const word = argv[at];
  return word?.includes('=') ? word.slice(word.indexOf('=') + 1) : argv[at + 1 || argv.length];
}

/** What is false is as if it were not there. */
function toFlag([name, value]: [string, string | number | boolean]): string[] {
  if (value === false) return [];
  return [value === true ? `--${name}` : `--${name}=${value}`];
}
