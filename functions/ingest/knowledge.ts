import { wholeHash } from '../../domain/codes/hash-list.ts';
import type { CodePlatform } from '../../domain/codes/platform.ts';
import { type CodeLists, noLists } from '../../domain/codes/standing.ts';
import type { GateConfig } from '../../domain/messages/config.ts';
import { instant } from '../../domain/messages/fields.ts';
import { listNames } from '../../domain/messages/lists.ts';
import type { Pass } from '../../domain/messages/pass.ts';
import { personStatusKey, revokedCodeKey } from '../../domain/state-keys.ts';
import type { Configs } from '../shared/configs.ts';
import type { Lists } from '../shared/lists.ts';
import type { Retry } from '../shared/retry.ts';
import type { Sender } from '../shared/sender.ts';
import { allSettled } from '../shared/settled.ts';
import { readItem, type Table } from '../shared/table.ts';
import type { SentPass } from './parse.ts';
import type { CurrentPseudonymKeys } from './pseudonym-keys.ts';
import { type CodeRecord, type Confirmed, confirmedKey, recordCode, type Suspicion } from './shown-code.ts';

/** What has to be known beside the message to decide about it. */
export interface Knowledge {
  receivedAt: number;
  timeZone: string;
  /** By version; a version that is missing was never given to the gate. */
  configs: ReadonlyMap<number, GateConfig>;
  /** Of the passes that showed one. */
  codes: ReadonlyMap<Pass, CodeRecord>;
  confirmed: Confirmed;
}

export interface KnowledgeParts {
  configs: Configs;
  lists: Lists;
  pseudonymKeys: CurrentPseudonymKeys;
  state: Table;
  platform: CodePlatform;
  timeZone: string;
}

/** Reads what the decision needs; nearly always out of what the instance has kept. */
export async function learn(
  { gate, community }: Sender,
  passes: readonly SentPass[],
  parts: KnowledgeParts,
  retry: Retry,
): Promise<Pick<Knowledge, 'configs' | 'codes' | 'confirmed'>> {
  const versions = [...new Set(passes.map(({ pass }) => pass.configVersion))];
  const [found, codes] = await allSettled([
    Promise.all(versions.map((version) => parts.configs.find(gate, version, retry))),
    recordCodes(community, passes, parts, retry),
  ]);
  const configs = new Map<number, GateConfig>();
  for (const config of found) if (config) configs.set(config.version, config);
  const suspicions = [...codes.values()].flatMap((code) => code.suspicions);
  return { configs, codes, confirmed: await confirm(suspicions, parts, retry) };
}

async function recordCodes(
  community: string,
  passes: readonly SentPass[],
  { lists, pseudonymKeys, platform, timeZone }: KnowledgeParts,
  retry: Retry,
): Promise<Map<Pass, CodeRecord>> {
  const records = new Map<Pass, CodeRecord>();
  if (!passes.some(({ pass }) => pass.code)) return records;
  const [keys, newest] = await allSettled([
    Promise.resolve(pseudonymKeys(retry)),
    Promise.resolve(lists.latest(retry)),
  ]);
  for (const { pass } of passes) {
    if (!pass.code) continue;
    const named = await namedLists(pass, lists, retry);
    const knowledge = { community, timeZone, keys, named, newest: newest.lists, platform };
    records.set(pass, recordCode(pass, pass.code, knowledge));
  }
  return records;
}

/** The lists that the gate held its code against. @returns undefined when it names one that never was. */
async function namedLists({ lists: names = {} }: Pass, lists: Lists, retry: Retry): Promise<CodeLists | undefined> {
  const held: CodeLists = { ...noLists };
  for (const name of listNames) {
    const version = names[name];
    if (version === undefined) continue;
    const list = await lists.version(name, version, retry);
    if (!list) return undefined;
    Object.assign(held, { [name]: list });
  }
  return held;
}

/** Looks the whole hash up: a list has its first four bytes only. */
async function confirm(
  suspicions: readonly Suspicion[],
  { state, platform }: Pick<KnowledgeParts, 'state' | 'platform'>,
  retry: Retry,
): Promise<Confirmed> {
  const confirmed = new Map<string, number>();
  for (const suspicion of suspicions) {
    const hash = wholeHash(suspicion.name, platform);
    const key = suspicion.kind === 'revoked' ? revokedCodeKey(hash) : personStatusKey(hash);
    const item = await readItem(state, key, retry);
    const since = instant.safeParse(suspicion.kind === 'revoked' ? item?.['revokedAt'] : item?.['since']);
    if (since.success) confirmed.set(confirmedKey(suspicion), Date.parse(since.data));
  }
  return confirmed;
}
