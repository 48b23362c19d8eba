// Goal: the engine does what DynamoDB does with what our functions send, keeps it, and refuses by name the rest.
// Method: the real client over loopback, against tables on disk.
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { operatorKey, temporaryFolder } from '../aws/endpoint.ts';
import { openIndex, stateTable, tableArn } from './plan.ts';
import { startDynamoDb } from './tables.ts';

// Each test starts an engine, some two.
vi.setConfig({ testTimeout: 30_000 });

const TableName = 'state';

const put = (client: DynamoDBClient, item: object, more: object = {}) =>
  client.send(new PutItemCommand({ TableName, Item: marshall(item), ...more }));

const get = async (client: DynamoDBClient, pk: string, sk: string) => {
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: marshall({ pk, sk }) }));
  return Item && unmarshall(Item);
};

const open = async (client: DynamoDBClient, community: string) => {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName,
      IndexName: 'open',
      KeyConditionExpression: 'openIn = :c',
      ExpressionAttributeValues: { ':c': { S: community } },
    }),
  );
  return Items.map((item) => unmarshall(item)['sk']);
};

test('what is stored is still there after a restart, in the table and in its index', async () => {
  const before = await startDynamoDb();
  const item = { pk: 'alert', sk: 'a', openIn: '小区', raisedAt: '2026', n: 1.5, list: [null, true, { x: 'y' }] };
  await put(before.client, item);
  await before.stop();
  const after = await startDynamoDb({ folder: before.folder });
  expect(await get(after.client, 'alert', 'a')).toEqual(item);
  expect(await open(after.client, '小区')).toEqual(['a']);
  const { Table } = await after.client.send(new DescribeTableCommand({ TableName }));
  expect(Table).toMatchObject({ TableArn: tableArn, TableStatus: 'ACTIVE' });
});

test('a conditional put is decided once, and the loser is shown the item that won', async () => {
  const { client } = await startDynamoDb();
  const attempts = Array.from({ length: 20 }, (_, n) =>
    put(
      client,
      { pk: 'alert', sk: 'a', n },
      {
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    ).then(
      () => n,
      (error) => {
        expect(error.name).toBe('ConditionalCheckFailedException');
        return unmarshall(error.Item);
      },
    ),
  );
  const outcomes = await Promise.all(attempts);
  const [winner] = outcomes.filter((outcome) => typeof outcome === 'number');
  expect(outcomes.filter((outcome) => typeof outcome !== 'number')).toEqual(
    Array(19).fill({ pk: 'alert', sk: 'a', n: winner }),
  );
});

test('updates and deletes keep a sparse index right', async () => {
  const { client } = await startDynamoDb();
  await put(client, { pk: 'alert', sk: 'a', openIn: 'c1', raisedAt: '1' });
  await put(client, { pk: 'alert', sk: 'b', openIn: 'c1', raisedAt: '2' });
  await put(client, { pk: 'gate', sk: 'g' });
  expect(await open(client, 'c1')).toEqual(['a', 'b']);
  const Key = marshall({ pk: 'alert', sk: 'a' });
  await client.send(new UpdateItemCommand({ TableName, Key, UpdateExpression: 'REMOVE openIn' }));
  expect(await open(client, 'c1')).toEqual(['b']);
  await client.send(new DeleteItemCommand({ TableName, Key: marshall({ pk: 'alert', sk: 'b' }) }));
  expect(await open(client, 'c1')).toEqual([]);
});

test('a batch of 25 is written and read', async () => {
  const { client } = await startDynamoDb();
  const items = Array.from({ length: 25 }, (_, n) => ({ pk: 'p', sk: String(n).padStart(2, '0') }));
  const written = await client.send(
    new BatchWriteItemCommand({
      RequestItems: { [TableName]: items.map((item) => ({ PutRequest: { Item: marshall(item) } })) },
    }),
  );
  expect(written.UnprocessedItems).toEqual({});
  const { Responses } = await client.send(
    new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: items.map((item) => marshall(item)) } } }),
  );
  expect(Responses?.[TableName]).toHaveLength(25);
});

test('queries page, turn round and filter as DynamoDB does', async () => {
  const { client } = await startDynamoDb();
  const sorts = Array.from({ length: 40 }, (_, n) => String(n).padStart(3, '0'));
  for (const sk of sorts) await put(client, { pk: 'p', sk, even: Number(sk) % 2 === 0, filler: 'x'.repeat(50_000) });
  await put(client, { pk: 'q', sk: '000' });

  const seen: string[] = [];
  let pages = 0;
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: { ':p': { S: 'p' } },
        ScanIndexForward: false,
        ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
      }),
    );
    seen.push(...(page.Items ?? []).map((item) => unmarshall(item)['sk']));
    ExclusiveStartKey = page.LastEvaluatedKey;
    pages += 1;
  } while (ExclusiveStartKey);
  expect(seen).toEqual([...sorts].reverse());
  expect(pages, 'a page holds 1 MB').toBe(2);

  const { Items } = await client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :p and sk between :a and :b',
      FilterExpression: 'even = :true',
      ExpressionAttributeValues: { ':p': { S: 'p' }, ':a': { S: '010' }, ':b': { S: '013' }, ':true': { BOOL: true } },
    }),
  );
  expect(Items?.map((item) => unmarshall(item)['sk'])).toEqual(['010', '012']);
  const { Count } = await client.send(
    new ScanCommand({ TableName, Select: 'COUNT', Limit: 1000, FilterExpression: 'attribute_not_exists(filler)' }),
  );
  expect(Count).toBeLessThanOrEqual(1);
});

test('what DynamoDB refuses and dynalite takes is refused', async () => {
  const { client } = await startDynamoDb();
  const emptyKey = { pk: 'p', sk: 's', openIn: '', raisedAt: '1' };
  await expect(put(client, emptyKey)).rejects.toThrow('cannot contain an empty string value. IndexName: open');
  const batch = client.send(
    new BatchWriteItemCommand({
      RequestItems: {
        [TableName]: [{ pk: 'p', sk: 'good' }, emptyKey].map((item) => ({ PutRequest: { Item: marshall(item) } })),
      },
    }),
  );
  await expect(batch).rejects.toMatchObject({ name: 'ValidationException' });
  expect(await get(client, 'p', 'good'), 'the whole batch is refused').toBeUndefined();
  await put(client, { pk: 'p', sk: 's' });
  const update = client.send(
    new UpdateItemCommand({
      TableName,
      Key: marshall({ pk: 'p', sk: 's' }),
      UpdateExpression: 'SET openIn = :e, raisedAt = :e',
      ExpressionAttributeValues: { ':e': { S: '' } },
    }),
  );
  await expect(update).rejects.toMatchObject({ name: 'ValidationException' });
  expect(await get(client, 'p', 's')).toEqual({ pk: 'p', sk: 's' });
});

/** Sends what the client would not let through; resolves with the answer's text. */
async function raw(port: number, operation: string, input: unknown): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: {
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${operatorKey}/20260115/local-1/dynamodb/aws4_request, Signature=0`,
    },
    body: JSON.stringify(input),
  });
  return answer.text();
}

test('what the engine does not have is refused by name, never ignored', async () => {
  const { client, port } = await startDynamoDb();
  const Key = marshall({ pk: 'p', sk: 's' });
  const transaction = client.send(new TransactWriteItemsCommand({ TransactItems: [{ Delete: { TableName, Key } }] }));
  await expect(transaction).rejects.toThrow('TransactWriteItems is not supported');
  expect(await raw(port, 'GetItem', { TableName, Key, Colour: 'red' })).toContain(
    'GetItem with Colour is not supported',
  );
  expect(await raw(port, 'CreateTable', { TableName })).toContain('dynamodb:CreateTable is not supported');
  const Item = JSON.parse('{"pk":{"S":"p"},"sk":{"S":"s"},"__proto__":{"S":"x"}}');
  expect(await raw(port, 'PutItem', { TableName, Item })).toContain('__proto__');
  expect(await raw(port, 'PutItem', 'no object')).toContain('SerializationException');
  await expect(get(client, 'p', '')).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(client.send(new GetItemCommand({ TableName: 'other', Key }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('items that have expired are deleted within the hour, but not what expired more than five years ago', async () => {
  const { client, clock } = await startDynamoDb();
  const nowS = clock.now() / 1000;
  const yearS = 365 * 86_400;
  for (const [sk, expiresAt] of Object.entries({
    expired: nowS - 1,
    'expires today': nowS + 600,
    'expires later': nowS + 86_400,
    'in milliseconds': nowS * 1000,
    ancient: nowS - 6 * yearS,
  })) {
    await put(client, { pk: 'p', sk, expiresAt, openIn: 'c', raisedAt: '1' });
  }
  await put(client, { pk: 'p', sk: 'never' });
  clock.advance(3_600_000);
  const left = ['ancient', 'expires later', 'in milliseconds'];
  await vi.waitUntil(async () => (await open(client, 'c')).length === left.length);
  expect((await open(client, 'c')).sort()).toEqual(left);
  expect(await get(client, 'p', 'never')).toBeDefined();
});

test('a new index is filled, one that is gone is dropped, other keys are refused in one line', async () => {
  const folder = temporaryFolder();
  const before = await startDynamoDb({ folder, tables: [stateTable({ indexes: [] })] });
  await put(before.client, { pk: 'p', sk: 's', openIn: 'c', raisedAt: '1' });
  await before.stop();
  const indexed = await startDynamoDb({ folder });
  expect(await open(indexed.client, 'c')).toEqual(['s']);
  await indexed.stop();

  const rekeyed = stateTable({ keySchema: [{ name: 'pk', role: 'HASH' }] });
  await expect(startDynamoDb({ folder, tables: [rekeyed] })).rejects.toMatchObject({ name: 'UsageError' });
  const reindexed = stateTable({ indexes: [{ ...openIndex, projection: 'KEYS_ONLY' }] });
  await expect(startDynamoDb({ folder, tables: [reindexed] })).rejects.toThrow(
    'Index open of table state has other keys',
  );
});

test('a state folder in use is one clear line', async () => {
  const { folder } = await startDynamoDb();
  await expect(startDynamoDb({ folder })).rejects.toThrow('a stack is running with this state folder');
});

test('a taken port is one clear line, and lets the state folder go', async () => {
  const { port } = await startDynamoDb();
  const folder = temporaryFolder();
  await expect(startDynamoDb({ folder, port })).rejects.toThrow(
    `Port ${port} for DynamoDB is taken. End what holds it, or set GATEHOUSE_DYNAMODB_PORT`,
  );
  await startDynamoDb({ folder });
});

test('law: whatever is put, updated and deleted, the index holds just the items that have its keys', async () => {
  const { client } = await startDynamoDb();
  const sk = fc.constantFrom('a', 'b', 'c');
  const raisedAt = fc.constantFrom('1', '2');
  const step = fc.oneof(
    fc.record({ kind: fc.constant('open' as const), sk, raisedAt }),
    fc.record({ kind: fc.constant('close' as const), sk }),
    fc.record({ kind: fc.constant('delete' as const), sk }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      await Promise.all(
        steps.map(async (one) => {
          const Key = marshall({ pk: 'alert', sk: one.sk });
          if (one.kind === 'open') await put(client, { pk: 'alert', openIn: 'c', ...one });
          if (one.kind === 'delete') await client.send(new DeleteItemCommand({ TableName, Key }));
          if (one.kind === 'close') {
            await client.send(new UpdateItemCommand({ TableName, Key, UpdateExpression: 'REMOVE openIn' }));
          }
        }),
      );
      const { Items = [] } = await client.send(new ScanCommand({ TableName }));
      const expected = Items.map((item) => unmarshall(item)).filter((item) => item['openIn'] === 'c');
      const { Items: entries = [] } = await client.send(new ScanCommand({ TableName, IndexName: 'open' }));
      const bySort = (a: Record<string, unknown>, b: Record<string, unknown>) =>
        String(a['sk']).localeCompare(String(b['sk']));
      expect(entries.map((item) => unmarshall(item)).sort(bySort)).toEqual(expected.sort(bySort));
    }),
    { numRuns: 25 },
  );
});
