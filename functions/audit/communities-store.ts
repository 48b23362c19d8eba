import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { id } from '../../domain/messages/fields.ts';
import { communities, communityKey } from '../../domain/state-keys.ts';
import type { Retry } from '../shared/retry.ts';
import { readPartition, type Table, toItem } from '../shared/table.ts';

const communityItem = z
  .object({ sk: id, auditedThrough: z.iso.date().optional() })
  .transform(({ sk, auditedThrough }) => ({ community: sk, auditedThrough }));

export interface Community {
  community: string;
  /** The last day that was audited, `YYYY-MM-DD`; absent when none was. */
  auditedThrough?: string | undefined;
}

/** Every community that has ever had a gate. */
export interface CommunitiesStore {
  all(retry: Retry): Promise<Community[]>;
  markAudited(community: string, day: string, retry: Retry): Promise<void>;
}

export function createCommunitiesStore(state: Table): CommunitiesStore {
  return {
    all: (retry) => readPartition(state, communities, communityItem, retry),
    async markAudited(community, day, retry) {
      const command = new UpdateItemCommand({
        TableName: state.name,
        Key: toItem(communityKey(community)),
        UpdateExpression: 'SET auditedThrough = :day',
        ExpressionAttributeValues: toItem({ ':day': day }),
      });
      await retry(() => state.client.send(command));
    },
  };
}
