import type { KeyList, ListIndex, ListName, ListVersions, RevocationList, StatusList } from '../messages/lists.ts';
import { listNames } from '../messages/lists.ts';
import { readHashes } from './hash-list.ts';
import { createKeyRing } from './key-ring.ts';
import { type CodeLists, noLists } from './standing.ts';
import { readStatuses } from './statuses.ts';

/** Lists as they came, the newest of each. */
export interface HeldLists {
  keys?: KeyList;
  revocations?: RevocationList;
  statuses?: StatusList;
}

/** One of the lists, told apart by its name. */
export type AnyList =
  | { name: 'keys'; list: KeyList }
  | { name: 'revocations'; list: RevocationList }
  | { name: 'statuses'; list: StatusList };

/** Ready to hold codes against. One that is missing or cannot be read counts as empty. */
export function readLists({ keys, revocations, statuses }: HeldLists): CodeLists {
  return {
    keys: keys ? createKeyRing(keys) : noLists.keys,
    revocations: (revocations && readHashes(revocations.hashes)) ?? noLists.revocations,
    statuses: (statuses && readStatuses(statuses)) ?? noLists.statuses,
  };
}

export function versionsOf(held: HeldLists): ListVersions {
  return Object.fromEntries(listNames.flatMap((name) => (held[name] ? [[name, held[name].version]] : [])));
}

/**
 * How long ago all lists were known to be current, in whole seconds. A list was so when it was issued, and whenever
 * an index named its version.
 * @returns null while one of them is missing.
 */
export function listsAgeS(held: HeldLists, index: ListIndex | undefined, nowMs: number): number | null {
  const currentAtMs = listNames.map((name) => knownCurrentAtMs(name, held, index));
  if (currentAtMs.some((atMs) => atMs === null)) return null;
  const oldestMs = Math.min(...currentAtMs.filter((atMs) => atMs !== null));
  return Math.max(0, Math.floor((nowMs - oldestMs) / 1_000));
}

function knownCurrentAtMs(name: ListName, held: HeldLists, index: ListIndex | undefined): number | null {
  const list = held[name];
  if (!list) return null;
  const issuedAtMs = Date.parse(list.issuedAt);
  return index && index[name] === list.version ? Math.max(issuedAtMs, Date.parse(index.issuedAt)) : issuedAtMs;
}
