import { type AttributeValue, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type * as z from 'zod';
import type { Retry } from '../shared/retry.ts';
import { type Table, toItem } from '../shared/table.ts';
import { toInstant } from '../shared/timing.ts';

/** A span of time in milliseconds; `toMs` is not in it. */
export interface Window {
  fromMs: number;
  toMs: number;
}

/** How many items may still be read; below zero: there were more. */
export interface Budget {
  left: number;
}

/**
 * Items of a partition whose sort keys begin with a time within the window, as they are at this moment.
 * @param only the one attribute that is wanted; all of them unless it is given.
 * @throws ZodError for an item that none of us has written.
 */
export async function readWindow<Item>(
  { client, name }: Table,
  partition: string,
  { fromMs, toMs }: Window,
  { shape, only, budget }: { shape: z.ZodType<Item>; only?: string; budget: Budget },
  retry: Retry,
): Promise<Item[]> {
  const items: Item[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    if (budget.left < 0) return items;
    const command = new QueryCommand({
      TableName: name,
      // A sort key goes on behind its time: what is at `to` sorts after it.
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: toItem({ ':pk': partition, ':from': toInstant(fromMs), ':to': toInstant(toMs) }),
      ProjectionExpression: only,
      ConsistentRead: true,
      ExclusiveStartKey: from,
    });
    const { Items = [], LastEvaluatedKey } = await retry(() => client.send(command));
    budget.left -= Items.length;
    for (const item of Items) items.push(shape.parse(unmarshall(item)));
    from = LastEvaluatedKey;
  } while (from);
  return items;
}
