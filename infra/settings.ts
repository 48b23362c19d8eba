import { accessSync, constants, mkdirSync } from 'node:fs';
import { UsageError } from '../domain/errors.ts';
import { codeLimits } from '../domain/limits.ts';
import { id } from '../domain/messages/fields.ts';
import { defaultSigningKey, defaultTimeZone, synthesisVariables } from '../domain/names.ts';

export interface Settings {
  /** In which a community's day is reckoned. */
  timeZone: string;
  /** `cdk destroy` takes all data along. */
  disposable: boolean;
  /** Names of the keys that sign passes; the last one signs. */
  signingKeys: readonly string[];
  /** Where the cloud assembly goes; exists and can be written. */
  outputFolder: string;
}

/**
 * Reads the settings of `npm run synth`, which are environment variables because they have to reach it through
 * `npm run deploy` and `cdk` alike.
 * @throws UsageError for a value that cannot be used.
 */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  return {
    timeZone: readTimeZone(environment[synthesisVariables.timeZone] || defaultTimeZone),
    disposable: readSwitch(synthesisVariables.disposable, environment[synthesisVariables.disposable] ?? ''),
    signingKeys: readNames(environment[synthesisVariables.signingKeys] || defaultSigningKey),
    outputFolder: writableFolder(environment['CDK_OUTDIR'] || 'cdk.out'),
  };
}

function readTimeZone(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch (cause) {
    throw new UsageError(
      `${synthesisVariables.timeZone} is "${name}", which is no time zone; take one like ${defaultTimeZone}.`,
      { cause },
    );
  }
}

function readSwitch(name: string, value: string): boolean {
  if (value === '' || value === '0') return false;
  if (value === '1') return true;
  throw new UsageError(`${name} is "${value}"; take 1 for yes or 0 for no.`);
}

function readNames(value: string): string[] {
  const names = value.split(',');
  const areDifferent = new Set(names).size === names.length;
  if (areDifferent && names.length <= codeLimits.signingKeysMax && names.every((name) => id.safeParse(name).success)) {
    return names;
  }
  throw new UsageError(
    `${synthesisVariables.signingKeys} is "${value}"; take one name or two with a comma between: each ${id.description}.`,
  );
}

function writableFolder(path: string): string {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
    return path;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`The template cannot be written (${why}); set CDK_OUTDIR to a folder that can be.`, { cause });
  }
}
