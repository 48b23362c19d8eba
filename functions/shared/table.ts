import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type * as z from 'zod';
import type { StateKey } from '../../domain/state-keys.ts';
import type { Retry } from './retry.ts';

/** A table and the way to it. */
export interface Table {
  client: DynamoDBClient;
  name: string;
}

/**
 * Attributes of an item; those that are `undefined` are left out. Takes what our items are made of: texts, numbers,
 * flags, null, bytes, lists and records. The SDK's `marshall` looks for more and takes ten times as long, 10 µs a pass.
 */
export function toItem(attributes: object): Record<string, AttributeValue> {
  const item: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) item[name] = toAttribute(value);
  }
  return item;
}

function toAttribute(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  if (value instanceof Uint8Array) return { B: value };
  if (Array.isArray(value)) return { L: value.map(toAttribute) };
  if (typeof value === 'object') return { M: toItem(value) };
  throw new TypeError(`No item of ours has an attribute like this: ${typeof value}`);
}

/** Reads one item as it is at this moment. */
export async function readItem(
  table: Table,
  key: StateKey,
  retry: Retry,
): Promise<Record<string, unknown> | undefined> {
  const { Item } = await retry(() =>
    table.client.send(new GetItemCommand({ TableName: table.name, Key: toItem(key), ConsistentRead: true })),
  );
  return Item && unmarshall(Item);
}

/**
 * Reads all items of a partition as they are at this moment.
 * @param only the one attribute that is wanted; all of them unless it is given.
 * @throws ZodError for an item that none of us has written.
 */
export function readPartition<Entry>(
  table: Table,
  pk: string,
  shape: z.ZodType<Entry>,
  retry: Retry,
  only?: string,
): Promise<Entry[]> {
  return retry(async () => {
    const entries: Entry[] = [];
    const pages = paginateQuery(
      { client: table.client },
      {
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: toItem({ ':pk': pk }),
        ProjectionExpression: only,
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of pages) for (const item of Items) entries.push(shape.parse(unmarshall(item)));
    return entries;
  });
}

/**
 * Writes an item unless there is one with its key.
 * @returns whether this call wrote it.
 */
export async function createItem<Item extends StateKey>(table: Table, item: Item, retry: Retry): Promise<boolean> {
  const command = new PutItemCommand({
    TableName: table.name,
    Item: toItem(item),
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  return holdsCondition(retry(() => table.client.send(command)));
}

/** An update that sets the attributes with a value and removes the others. @param more values for its condition. */
export function setAndRemove(attributes: Record<string, unknown>, more: Record<string, unknown>) {
  const names = Object.keys(attributes);
  const set = names.filter((name) => attributes[name] !== undefined);
  const remove = names.filter((name) => attributes[name] === undefined);
  const values = Object.fromEntries(set.map((name) => [`:${name}`, attributes[name]]));
  return {
    UpdateExpression:
      `SET ${set.map((name) => `#${name} = :${name}`).join(', ')}` +
      (remove.length > 0 ? ` REMOVE ${remove.map((name) => `#${name}`).join(', ')}` : ''),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: toItem({ ...values, ...more }),
  };
}

/** @returns false when the condition of the write did not hold. */
export async function holdsCondition(write: Promise<unknown>): Promise<boolean> {
  return (await unlessRefused(write)) !== undefined;
}

/** @returns what the write gave; undefined when its condition did not hold. */
export async function unlessRefused<Output>(write: Promise<Output>): Promise<Output | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
