import { PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { auditLimits } from '../../domain/limits/screening.ts';
import { dayAfter } from '../../domain/local-day.ts';
import { timeToLiveAttribute } from '../../domain/names.ts';
import type { Replayed } from '../../domain/screening/replay.ts';
import { storedReplay } from '../../domain/screening/stored-replay.ts';
import { replayKey } from '../../domain/state-keys.ts';
import type { Retry } from '../shared/retry.ts';
import { type Table, toItem } from '../shared/table.ts';

/**
 * How far the replay of a gate had come at the end of each day on which it had passes. A day's item follows from its
 * passes and the item before, so that doing a day again comes to the same.
 */
export interface ReplaysStore {
  /** The end of the last day before that one; undefined when there is none. */
  before(gate: string, day: string, retry: Retry): Promise<Replayed | undefined>;
  save(gate: string, day: string, end: Replayed, retry: Retry): Promise<void>;
}

export function createReplaysStore(state: Table): ReplaysStore {
  return {
    async before(gate, day, retry) {
      const { pk, sk: to } = replayKey(gate, dayAfter(day, -1));
      const { sk: from } = replayKey(gate, '');
      const command = new QueryCommand({
        TableName: state.name,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: toItem({ ':pk': pk, ':from': from, ':to': to }),
        ScanIndexForward: false,
        Limit: 1,
        ConsistentRead: true,
      });
      const { Items: [item] = [] } = await retry(() => state.client.send(command));
      return item && storedReplay.parse(unmarshall(item));
    },
    async save(gate, day, end, retry) {
      const expiresAt = Math.floor(Date.parse(day) / 1_000) + auditLimits.replayRetentionS;
      const item = { ...replayKey(gate, day), ...end, [timeToLiveAttribute]: expiresAt };
      await retry(() => state.client.send(new PutItemCommand({ TableName: state.name, Item: toItem(item) })));
    },
  };
}
