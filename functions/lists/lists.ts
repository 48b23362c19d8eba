import {
  composeKeys,
  composeRevocations,
  composeStatuses,
  type ListContent,
  nextVersion,
} from '../../domain/codes/compose-lists.ts';
import type { List } from '../../domain/codes/parse-list.ts';
import { listLimits } from '../../domain/limits/codes.ts';
import { type ListName, type ListVersions, listNames, listVersions } from '../../domain/messages/lists.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import type { FunctionMetrics } from '../shared/metrics.ts';
import { type Retry, UnfinishedError } from '../shared/retry.ts';
import { allSettled } from '../shared/settled.ts';
import { toInstant } from '../shared/timing.ts';
import type { Refuse } from './refuse.ts';
import type { Retained } from './retained.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { Sources } from './sources.ts';
import type { VersionsStore } from './versions-store.ts';

export interface ListsParts {
  clock: Clock;
  sources: Sources;
  signingKeys: SigningKeys;
  versions: VersionsStore;
  retained: Retained;
  refuse: Refuse;
  log: Log;
  metrics: FunctionMetrics;
}

/**
 * Brings the gates' lists up to date with `state`: makes the next version of a list that says something new, and
 * publishes whatever lies on a topic no longer. Throws when one of them cannot be; the others are done all the same.
 * @returns the versions that gates have now.
 */
export type PublishLists = (retry: Retry) => Promise<ListVersions>;

export function createPublishLists(parts: ListsParts): PublishLists {
  const compose = createCompose(parts);
  return async (retry) => {
    const [keys, revocations, statuses] = await allSettled([
      bringUpToDate('keys', compose, parts, retry),
      bringUpToDate('revocations', compose, parts, retry),
      bringUpToDate('statuses', compose, parts, retry),
    ]);
    const versions = listVersions.parse({ keys, revocations, statuses });
    await publishIndex(versions, parts, retry);
    return versions;
  };
}

type Compose = { [Name in ListName]: (retry: Retry) => Promise<ListContent<Name> | undefined> };

function createCompose({ sources, signingKeys, clock }: ListsParts): Compose {
  return {
    keys: async (retry) => composeKeys((await allSettled([signingKeys(retry), sources.trustedKeys(retry)])).flat()),
    revocations: async (retry) => composeRevocations(await sources.revokedCodes(retry), clock.now()),
    statuses: async (retry) => composeStatuses(await sources.personStatuses(retry), clock.now()),
  };
}

/** @returns the version that lies on the topic now; undefined when there has never been one that gates could take. */
async function bringUpToDate<Name extends ListName>(name: Name, compose: Compose, parts: ListsParts, retry: Retry) {
  const { retained, log } = parts;
  const list = await makeVersion(name, compose, parts, retry);
  if (!list) return undefined;
  const lying = await retained.issuedAt(name, retry);
  // Written, and then perhaps this function came to grief before anybody was told: it is published at least once.
  if (lying === undefined || lying < list.issuedAt) {
    await retained.publish(name, list, retry);
    log.info('list published', { list: name, version: list.version });
  }
  return list.version;
}

/** The newest version, made now if there is something new. */
async function makeVersion<Name extends ListName>(
  name: Name,
  compose: Compose,
  { versions, refuse, clock }: ListsParts,
  retry: Retry,
): Promise<List<Name> | undefined> {
  for (let tries = 1; tries <= listLimits.composeTriesMax; tries++) {
    // First the version, then what goes into the next: whoever writes the next one has seen all that this one holds.
    const newest = await versions.newest(name, clock.now(), retry);
    const next = nextVersion(name, newest, await compose[name](retry), clock.now());
    if (next === 'unchanged') return newest;
    if (next === 'too-long') {
      await refuse(name, clock.now(), retry);
      return newest;
    }
    if (await versions.create(name, next, retry)) return next;
  }
  throw new UnfinishedError(`Somebody else makes versions of the list "${name}" all the time.`);
}

/** The index goes out whenever a list has changed, and every few minutes. */
async function publishIndex(versions: ListVersions, { retained, clock, metrics }: ListsParts, retry: Retry) {
  const lying = await retained.index(retry);
  const isSame = lying && listNames.every((name) => lying[name] === versions[name]);
  const lyingMs = lying ? Date.parse(lying.issuedAt) : 0;
  if (isSame && clock.now() - lyingMs < listLimits.indexAgeMaxMs) return;
  const issuedAt = toInstant(Math.max(clock.now(), lyingMs + 1));
  await retained.publish('index', { issuedAt, ...versions }, retry);
  metrics.count('listsIndexed', 1);
}
