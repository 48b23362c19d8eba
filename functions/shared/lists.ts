import { readLists } from '../../domain/codes/held-lists.ts';
import type { List } from '../../domain/codes/parse-list.ts';
import { type CodeLists, noLists } from '../../domain/codes/standing.ts';
import { listLimits } from '../../domain/limits/codes.ts';
import { type ListName, type ListVersions, listVersions } from '../../domain/messages/lists.ts';
import { createCached } from './cached.ts';
import type { Clock } from './clock.ts';
import { newestItems, readVersion } from './list-versions.ts';
import { createLru, type Lru } from './lru.ts';
import type { Retry } from './retry.ts';
import { allSettled } from './settled.ts';
import type { Table } from './table.ts';

/** Lists ready to hold codes against, and which versions they are. */
interface LatestLists {
  /** A list is left out of which there is no version yet; in `lists` it is empty. */
  versions: ListVersions;
  lists: CodeLists;
}

/** The lists that gates have, had or will have in a moment. */
export interface Lists {
  /** A list as it was in that version, ready for use. @returns undefined when there never was one. */
  version<Name extends ListName>(name: Name, version: number, retry: Retry): Promise<CodeLists[Name] | undefined>;
  /** The newest, at most half a minute old. */
  latest(retry: Retry): LatestLists | Promise<LatestLists>;
}

const readers: { [Name in ListName]: (list: List<Name>) => CodeLists[Name] } = {
  keys: (keys) => readLists({ keys }).keys,
  revocations: (revocations) => readLists({ revocations }).revocations,
  statuses: (statuses) => readLists({ statuses }).statuses,
};

/**
 * Lists from `state`. A version never changes, so one that was read is good for ever. One that is not there is asked
 * for again each time: it is written before it is published, so only a gate that lies names it.
 */
export function createLists(state: Table, clock: Clock): Lists {
  const known: { [Name in ListName]: Lru<CodeLists[Name]> } = {
    keys: createLru(listLimits.versionsCachedMax),
    revocations: createLru(listLimits.versionsCachedMax),
    statuses: createLru(listLimits.versionsCachedMax),
  };

  async function version<Name extends ListName>(name: Name, number: number, retry: Retry) {
    const cached = known[name].get(String(number));
    if (cached) return cached;
    const list = await readVersion(state, name, number, retry);
    if (!list) return undefined;
    const read = readers[name](list);
    known[name].set(String(number), read);
    return read;
  }

  async function newest<Name extends ListName>(name: Name, retry: Retry) {
    const [item] = await newestItems(state, name, { itemsMax: 1, attributes: ['version'] }, retry);
    const { [name]: number } = listVersions.parse({ [name]: item?.['version'] });
    const list = number === undefined ? undefined : await version(name, number, retry);
    return { number, list: list ?? noLists[name] };
  }

  async function readLatest(retry: Retry): Promise<LatestLists> {
    const [keys, revocations, statuses] = await allSettled([
      newest('keys', retry),
      newest('revocations', retry),
      newest('statuses', retry),
    ]);
    return {
      versions: { keys: keys.number, revocations: revocations.number, statuses: statuses.number },
      lists: { keys: keys.list, revocations: revocations.list, statuses: statuses.list },
    };
  }

  return { version, latest: createCached(clock, listLimits.latestMaxAgeMs, readLatest) };
}
