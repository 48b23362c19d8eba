import { accessSync, constants, mkdirSync } from 'node:fs';
import { UsageError } from '../domain/errors.ts';
import { defaultWaits, parseWaits } from '../domain/escalation/waits.ts';
import { codeLimits } from '../domain/limits/codes.ts';
import { escalationLimits, postLimits } from '../domain/limits/escalation.ts';
import { id } from '../domain/messages/fields.ts';
import {
  consoleByCloudFront,
  defaultChannels,
  defaultConsoleUrl,
  defaultSigningKey,
  defaultTimeZone,
  synthesisVariables,
} from '../domain/names.ts';

export interface Settings {
  /** In which a community's day is reckoned. */
  timeZone: string;
  /** `cdk destroy` takes all data along. */
  disposable: boolean;
  /** Names of the keys that sign passes; the last one signs. */
  signingKeys: readonly string[];
  /** Whose tokens are believed; undefined: those of a user pool that the stack makes. */
  issuer: { url: string; audience: string } | undefined;
  /** Where the guards' page is; `cloudfront`: the stack has a place for it. */
  consoleUrl: string;
  /** Seconds until others hear of an alert, comma between. */
  escalateAfterS: string;
  /** By which people are told. */
  channels: readonly string[];
  /** Receivers at private addresses that messages may go to. */
  privateReceivers: readonly string[];
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
    consoleUrl: readConsoleUrl(environment[synthesisVariables.consoleUrl] || defaultConsoleUrl),
    escalateAfterS: readWaits(environment[synthesisVariables.escalateAfterS] || defaultWaits),
    channels: readChannels(environment[synthesisVariables.channels]),
    privateReceivers: readReceivers(environment[synthesisVariables.privateReceivers] ?? ''),
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

function readConsoleUrl(value: string): string {
  return value === consoleByCloudFront ? value : readUrl(synthesisVariables.consoleUrl, value);
}

/** Without encryption only on this machine. */
function readUrl(name: string, value: string): string {
  const url = URL.parse(value);
  if (url && (url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === 'localhost'))) return value;
  throw new UsageError(`${name} is "${value}"; take a URL that begins with https://.`);
}

function readWaits(text: string): string {
  if (parseWaits(text)) return text;
  const { waitSMin, waitSMax } = escalationLimits;
  throw new UsageError(
    `${synthesisVariables.escalateAfterS} is "${text}"; take two numbers of seconds like ${defaultWaits}: ${waitSMin} to ${waitSMax}, the second not the smaller one.`,
  );
}

/** None at all is a choice too: alerts then go to the console, and from there to the operators. */
function readChannels(text: string = defaultChannels.join(',')): string[] {
  const names = text === '' ? [] : text.split(',');
  const known: readonly string[] = defaultChannels;
  if (new Set(names).size === names.length && names.every((name) => known.includes(name))) return names;
  throw new UsageError(
    `${synthesisVariables.channels} is "${text}"; take some of ${defaultChannels.join(',')}, each once; in China there is no sms.`,
  );
}

function readReceivers(text: string): string[] {
  const receivers = text === '' ? [] : text.split(',');
  const isGood = (receiver: string) => /^([a-z0-9.-]+|\[[0-9a-f:]+\]):\d{1,5}$/.test(receiver);
  if (receivers.length <= postLimits.privateReceiversMax && receivers.every(isGood)) return receivers;
  throw new UsageError(
    `${synthesisVariables.privateReceivers} is "${text}"; take at most ${postLimits.privateReceiversMax} like 10.0.0.5:8443, comma between.`,
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
