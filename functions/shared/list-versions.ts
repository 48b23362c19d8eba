import { deflateSync, inflateSync } from 'node:zlib';
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { type List, parseList } from '../../domain/codes/parse-list.ts';
import { parseJson } from '../../domain/json.ts';
import { wireLimits } from '../../domain/limits/wire.ts';
import type { ListName } from '../../domain/messages/lists.ts';
import { listKey, listVersionsOf } from '../../domain/state-keys.ts';
import type { Retry } from './retry.ts';
import { readItem, type Table, toItem } from './table.ts';

/** The message as published; packed, since most of it is hashes in base64, which comes to the bytes that they are. */
export function packList(message: object): Uint8Array {
  return deflateSync(JSON.stringify(message));
}

/** @returns undefined for what no version of ours looks like. */
export function unpackList<Name extends ListName>(name: Name, packed: unknown): List<Name> | undefined {
  const bytes = z.instanceof(Uint8Array).safeParse(packed);
  if (!bytes.success) return undefined;
  const text = inflateSync(bytes.data, { maxOutputLength: wireLimits.messageBytesMax }).toString();
  return parseList(name, parseJson(text));
}

/** Reads one version of a list. */
export async function readVersion<Name extends ListName>(
  state: Table,
  name: Name,
  version: number,
  retry: Retry,
): Promise<List<Name> | undefined> {
  const item = await readItem(state, listKey(name, version), retry);
  return unpackList(name, item?.['packed']);
}

/** The newest versions' items, the newest first. @param attributes that are wanted of them. */
export async function newestItems(
  state: Table,
  name: ListName,
  { itemsMax, attributes }: { itemsMax: number; attributes: readonly string[] },
  retry: Retry,
): Promise<Record<string, unknown>[]> {
  const command = new QueryCommand({
    TableName: state.name,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeNames: Object.fromEntries(attributes.map((attribute) => [`#${attribute}`, attribute])),
    ExpressionAttributeValues: toItem({ ':pk': listVersionsOf(name) }),
    ProjectionExpression: attributes.map((attribute) => `#${attribute}`).join(', '),
    ScanIndexForward: false,
    Limit: itemsMax,
    ConsistentRead: true,
  });
  const { Items = [] } = await retry(() => state.client.send(command));
  return Items.map((item) => unmarshall(item));
}
