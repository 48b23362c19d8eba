import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { escalationLimits } from '../../domain/limits/escalation.ts';
import type { Alert, EscalationStep } from '../../domain/messages/alert.ts';
import { timeToLiveAttribute } from '../../domain/names.ts';
import { gateMessageKey } from '../../domain/state-keys.ts';
import type { Retry } from '../shared/retry.ts';
import { holdsCondition, type Table, toItem } from '../shared/table.ts';
import { toInstant } from '../shared/timing.ts';

/**
 * Whether an alert is the one that people are told of, of all that come to a gate in the same minutes: fifty alerts of a
 * kind are one message. The same alert may ask again.
 */
export type TakeGateMessage = (
  alert: Pick<Alert, 'alertId' | 'gate' | 'kind'>,
  level: EscalationStep['level'],
  nowMs: number,
  retry: Retry,
) => Promise<boolean>;

export function createTakeGateMessage(state: Table): TakeGateMessage {
  return ({ alertId, gate, kind }, level, nowMs, retry) => {
    const untilMs = nowMs + escalationLimits.oneMessagePerMs;
    const command = new PutItemCommand({
      TableName: state.name,
      Item: toItem({
        ...gateMessageKey(gate, kind, level),
        alertId,
        until: toInstant(untilMs),
        [timeToLiveAttribute]: Math.ceil(untilMs / 1_000),
      }),
      ConditionExpression: 'attribute_not_exists(pk) OR #until <= :now OR alertId = :alert',
      ExpressionAttributeNames: { '#until': 'until' },
      ExpressionAttributeValues: toItem({ ':now': toInstant(nowMs), ':alert': alertId }),
    });
    return holdsCondition(retry(() => state.client.send(command)));
  };
}
