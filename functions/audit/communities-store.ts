import { paginateQuery, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { id } from '../../domain/messages/fields.ts';
import { communities, communityKey } from '../../domain/state-keys.ts';
import type { Retry } from '../shared/retry.ts';
import { type Table, toItem } from '../shared/table.ts';

const communityItem = z.object({ sk: id, auditedThrough: z.iso.date().optional() });

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
    all: (retry) => retry(() => readAll(state)),
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

async function readAll(state: Table): Promise<Community[]> {
  const found: Community[] = [];
  const pages = paginateQuery(
    { client: state.client },
    {
      TableName: state.name,
      KeyConditionExpression: 'pk = :communities',
      ExpressionAttributeValues: toItem({ ':communities': communities }),
    },
  );
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      const { sk, auditedThrough } = communityItem.parse(unmarshall(item));
      found.push({ community: sk, auditedThrough });
    }
  }
  return found;
}
