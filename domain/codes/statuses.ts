import type { PersonStatus, StatusList } from '../messages/lists.ts';
import { type HashList, includesHash, listHash, readHashes } from './hash-list.ts';
import type { CodePlatform } from './platform.ts';

/** Who may not just pass, as gates hold it. */
export type Statuses = readonly StatusGroup[];

interface StatusGroup {
  status: PersonStatus;
  /** Milliseconds since 1970. */
  untilMs: number;
  hashes: HashList;
}

export const noStatuses: Statuses = [];

/** @returns undefined for a list with hashes that cannot be searched. */
export function readStatuses({ groups }: Pick<StatusList, 'groups'>): Statuses | undefined {
  const read: StatusGroup[] = [];
  for (const { status, until, hashes } of groups) {
    const list = readHashes(hashes);
    if (!list) return undefined;
    read.push({ status, untilMs: until === null ? Number.POSITIVE_INFINITY : Date.parse(until), hashes: list });
  }
  return read;
}

/** Who is under several is under the gravest: somebody in quarantine may still come home, somebody red may not. */
const gravestFirst: readonly PersonStatus[] = ['red', 'quarantined', 'yellow'];

/** @param name of the bearer, as code-name.ts makes it. */
export function statusOf(
  statuses: Statuses,
  name: string,
  atMs: number,
  platform: Pick<CodePlatform, 'sha256'>,
): PersonStatus | undefined {
  if (statuses.length === 0) return undefined;
  const hash = listHash(name, platform);
  const found = statuses.filter(({ untilMs, hashes }) => atMs < untilMs && includesHash(hashes, hash));
  return gravestFirst.find((status) => found.some((group) => group.status === status));
}
