import { accessSync, constants, mkdirSync } from 'node:fs';
import { UsageError } from '../domain/errors.ts';
import { codeLimits } from '../domain/limits/codes.ts';
import { id } from '../domain/messages/fields.ts';
import { defaultConsoleUrl, defaultSigningKey, defaultTimeZone, synthesisVariables } from '../domain/names.ts';

export interface Settings {
  /** In which a community's day is reckoned. */
  timeZone: string;
  /** `cdk destroy` takes all data along. */
  disposable: boolean;
  /** Names of the keys that sign passes; the last one signs. */
  signingKeys: readonly string[];
  /** Whose tokens are believed; undefined: those of a user pool that the stack makes. */
  issuer: { url: string; audience: string } | undefined;
  /** Where the guards' page is. */
  consoleUrl: string;
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
    issuer: readIssuer(environment[synthesisVariables.issuer] ?? '', environment[synthesisVariables.audience] ?? ''),
    consoleUrl: readUrl(synthesisVariables.consoleUrl, environment[synthesisVariables.consoleUrl] || defaultConsoleUrl),
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

function readIssuer(url: string, audience: string): Settings['issuer'] {
  if (url === '' && audience === '') return undefined;
  if (url !== '' && audience !== '') return { url: readUrl(synthesisVariables.issuer, url), audience };
  throw new UsageError(`${synthesisVariables.issuer} and ${synthesisVariables.audience} go together.`);
}

/** Without encryption only on this machine. */
function readUrl(name: string, value: string): string {
  const url = URL.parse(value);
  if (url && (url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === 'localhost'))) return value;
  throw new UsageError(`${name} is "${value}"; take a URL that begins with https://.`);
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
