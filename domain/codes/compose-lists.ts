import canonicalize from 'canonicalize';
import { codeLimits } from '../limits/codes.ts';
import { wireLimits } from '../limits/wire.ts';
import { type ListName, listHashBytes, type PersonStatus } from '../messages/lists.ts';
import { addHashes, noHashes } from './hash-list.ts';
import { type List, parseList } from './parse-list.ts';
import type { ListedKey } from './platform.ts';

/** What a list says, in whatever version. */
export type ListContent<Name extends ListName> = Omit<List<Name>, 'version' | 'issuedAt'>;

/** A code or a person as the cloud keeps them: by the whole SHA-256, in hexadecimal. */
interface Kept {
  hash: string;
  /** From then on it is on no list; absent: it stays until somebody takes it off. In seconds since 1970. */
  expiresAt?: number | undefined;
}

export type RevokedCode = Kept;

export interface KeptStatus extends Kept {
  status: PersonStatus;
  until: string | null;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * How long something stays on a list that ends at a certain time: to the end of that day (UTC). A list that lost an
 * entry every minute would go out to all gates every minute.
 */
export function listedUntilS(endsAtS: number): number {
  return Math.ceil((endsAtS * 1_000) / dayMs) * (dayMs / 1_000);
}

/*
 * Lists are made of what there is, in whatever order it comes, and always come out the same. Undefined: there is too
 * much of it.
 */

/** @param all our own keys and those of health authorities; one may be there twice. */
export function composeKeys(all: readonly ListedKey[]): ListContent<'keys'> {
  const byName = new Map(all.map((key) => [`${key.content} ${key.kid} ${key.spki}`, key]));
  return { keys: inOrder(byName).map(([, key]) => key) };
}

export function composeRevocations(
  revoked: readonly RevokedCode[],
  atMs: number,
): ListContent<'revocations'> | undefined {
  const hashes = truncated(stillListed(revoked, atMs));
  return hashes === undefined ? undefined : { hashBytes: listHashBytes, hashes };
}

export function composeStatuses(persons: readonly KeptStatus[], atMs: number): ListContent<'statuses'> | undefined {
  const listed = stillListed(persons, atMs);
  // Rounded up, so that those who are free on the same day share a group; further when there would be too many.
  const grouped = [hourMs, dayMs]
    .map((stepMs) => groupsOf(listed.map((person) => ({ ...person, until: roundUp(person.until, stepMs) }))))
    .find(({ size }) => size <= codeLimits.statusGroupsMax);
  if (!grouped) return undefined;
  const groups: ListContent<'statuses'>['groups'] = [];
  for (const [, members] of inOrder(grouped)) {
    const [first] = members;
    const hashes = truncated(members);
    if (!first || hashes === undefined) return undefined;
    groups.push({ status: first.status, until: first.until, hashes });
  }
  return { hashBytes: listHashBytes, groups };
}

/**
 * The version that follows the newest.
 * @param newest undefined while there is none.
 * @returns `unchanged` when the newest says the same, `too-long` when gates could not take it.
 */
export function nextVersion<Name extends ListName>(
  name: Name,
  newest: List<Name> | undefined,
  content: ListContent<Name> | undefined,
  atMs: number,
): List<Name> | 'unchanged' | 'too-long' {
  const head = {
    version: (newest?.version ?? 0) + 1,
    // Gates take what was issued later, also when the clock that says so is a little behind the last one.
    issuedAt: new Date(Math.max(atMs, newest ? Date.parse(newest.issuedAt) + 1 : 0)).toISOString(),
  };
  const next = content && parseList(name, { ...head, ...content });
  if (!next || JSON.stringify(next).length > wireLimits.messageBytesMax) return 'too-long';
  return newest && canonicalize({ ...newest, ...head }) === canonicalize(next) ? 'unchanged' : next;
}

function stillListed<Entry extends Kept>(entries: readonly Entry[], atMs: number): Entry[] {
  return entries.filter(({ expiresAt = Number.POSITIVE_INFINITY }) => atMs < expiresAt * 1_000);
}

/** @returns undefined when there are too many. */
function truncated(entries: readonly Kept[]): string | undefined {
  return addHashes(
    noHashes,
    entries.map(({ hash }) => Number.parseInt(hash.slice(0, 2 * listHashBytes), 16)),
  );
}

function roundUp(until: string | null, stepMs: number): string | null {
  return until && new Date(Math.ceil(Date.parse(until) / stepMs) * stepMs).toISOString();
}

function groupsOf(persons: readonly KeptStatus[]): Map<string, KeptStatus[]> {
  return Map.groupBy(persons, ({ status, until }) => `${status} ${until}`);
}

/** By their names, which are different. */
function inOrder<Value>(named: ReadonlyMap<string, Value>): [string, Value][] {
  return [...named].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
