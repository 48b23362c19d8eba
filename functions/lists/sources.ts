import * as z from 'zod';
import type { KeptStatus, RevokedCode } from '../../domain/codes/compose-lists.ts';
import type { ListedKey } from '../../domain/codes/platform.ts';
import { instant } from '../../domain/messages/fields.ts';
import { keyList, personStatus } from '../../domain/messages/lists.ts';
import { timeToLiveAttribute } from '../../domain/names.ts';
import { personStatuses, revokedCodes, trustedKeys } from '../../domain/state-keys.ts';
import type { Retry } from '../shared/retry.ts';
import { readPartition, type Table } from '../shared/table.ts';

/** What lists are made of. */
export interface Sources {
  /** Keys of health authorities. */
  trustedKeys(retry: Retry): Promise<ListedKey[]>;
  revokedCodes(retry: Retry): Promise<RevokedCode[]>;
  personStatuses(retry: Retry): Promise<KeptStatus[]>;
}

const kept = z
  .object({ sk: z.hash('sha256'), [timeToLiveAttribute]: z.number().optional() })
  .transform(({ sk, expiresAt }) => ({ hash: sk, expiresAt }));
const keptStatus = z.intersection(
  kept,
  z
    .object({ status: personStatus, until: instant.optional() })
    .transform(({ status, until = null }) => ({ status, until })),
);
const trusted = z.object({ key: keyList.shape.keys.element }).transform(({ key }) => key);

export function createSources(state: Table): Sources {
  return {
    trustedKeys: (retry) => readPartition(state, trustedKeys, trusted, retry),
    revokedCodes: (retry) => readPartition(state, revokedCodes, kept, retry),
    personStatuses: (retry) => readPartition(state, personStatuses, keptStatus, retry),
  };
}
