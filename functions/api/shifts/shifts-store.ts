import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { timeToLiveAttribute } from '../../../domain/names.ts';
import { type StoredShift, storedShift } from '../../../domain/shifts/shift.ts';
import { shiftKey, shiftsOf } from '../../../domain/state-keys.ts';
import type { Retry } from '../../shared/retry.ts';
import { holdsCondition, readItem, readPartition, type Table, toItem } from '../../shared/table.ts';

/** Who is on shift at which phone, and who was last. */
export interface Shifts {
  find(community: string, sessionId: string, retry: Retry): Promise<StoredShift | undefined>;
  list(community: string, retry: Retry): Promise<StoredShift[]>;
  /** Takes the place of the one before of the same sign-in. */
  begin(community: string, shift: StoredShift, retry: Retry): Promise<void>;
  /** Unless another has begun there meanwhile, or it has ended. */
  end(community: string, shift: StoredShift, endedAt: string, retry: Retry): Promise<void>;
}

export function createShifts(state: Table): Shifts {
  return {
    async find(community, sessionId, retry) {
      const found = await readItem(state, shiftKey(community, sessionId), retry);
      return found && storedShift.parse(found);
    },
    list: (community, retry) => readPartition(state, shiftsOf(community), storedShift, retry),
    async begin(community, shift, retry) {
      const command = new PutItemCommand({
        TableName: state.name,
        Item: toItem({
          ...shiftKey(community, shift.sessionId),
          ...shift,
          [timeToLiveAttribute]: Math.ceil(Date.parse(shift.until) / 1_000),
        }),
      });
      await retry(() => state.client.send(command));
    },
    async end(community, { sessionId, since }, endedAt, retry) {
      const command = new UpdateItemCommand({
        TableName: state.name,
        Key: toItem(shiftKey(community, sessionId)),
        UpdateExpression: 'SET endedAt = :at',
        ConditionExpression: 'since = :since AND attribute_not_exists(endedAt)',
        ExpressionAttributeValues: toItem({ ':at': endedAt, ':since': since }),
      });
      await holdsCondition(retry(() => state.client.send(command)));
    },
  };
}
