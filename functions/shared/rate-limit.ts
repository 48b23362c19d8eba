import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { timeToLiveAttribute } from '../../domain/names.ts';
import { rateKey } from '../../domain/state-keys.ts';
import type { Retry } from './retry.ts';
import { holdsCondition, type Table, toItem } from './table.ts';
import { toInstant } from './timing.ts';

/** @returns whether this one is still within what may be done in a span of time; then it is counted. */
export type TakeTurn = (
  what: string,
  limit: { max: number; spanMs: number },
  nowMs: number,
  retry: Retry,
) => Promise<boolean>;

/** Counts in `state`, since instances come and go: one item a span, which goes by itself. */
export function createTakeTurn(state: Table): TakeTurn {
  return (what, { max, spanMs }, nowMs, retry) => {
    const beginsMs = nowMs - (nowMs % spanMs);
    const command = new UpdateItemCommand({
      TableName: state.name,
      Key: toItem(rateKey(what, toInstant(beginsMs))),
      UpdateExpression: 'SET #expires = :expires ADD turns :one',
      ConditionExpression: 'attribute_not_exists(turns) OR turns < :max',
      ExpressionAttributeNames: { '#expires': timeToLiveAttribute },
      ExpressionAttributeValues: toItem({
        ':expires': Math.ceil((beginsMs + 2 * spanMs) / 1_000),
        ':one': 1,
        ':max': max,
      }),
    });
    return holdsCondition(retry(() => state.client.send(command)));
  };
}
