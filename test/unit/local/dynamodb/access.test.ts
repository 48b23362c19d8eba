// Goal: a function reaches just the tables, indexes and actions that its role's policy names, and nobody else gets in.
// Method: the real client with the key of a role, and with keys that nobody has.
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { expect, test, vi } from 'vitest';
import { allow, roleArn, workerKey } from '../aws/endpoint.ts';
import { stateTable, tableArn } from './plan.ts';
import { clientOf, startDynamoDb } from './tables.ts';

// Each test starts an engine, one of them two.
vi.setConfig({ testTimeout: 30_000 });

const Key = marshall({ pk: 'p', sk: 's' });
const denied = { name: 'AccessDeniedException' };

test('an action that the policy does not name is denied, with a line that says what is missing', async () => {
  const { port, lines } = await startDynamoDb({ statements: [allow(['dynamodb:PutItem'], [tableArn])] });
  const client = clientOf(port, workerKey);
  await client.send(new PutItemCommand({ TableName: 'state', Item: Key }));
  await expect(client.send(new GetItemCommand({ TableName: 'state', Key }))).rejects.toMatchObject(denied);
  await vi.waitUntil(() => lines.length > 0);
  expect(lines).toEqual([`denied: User: ${roleArn} dynamodb:GetItem ${tableArn}`]);
});

test('a table and its indexes are resources of their own', async () => {
  const query = (IndexName?: string) =>
    new QueryCommand({
      TableName: 'state',
      ...(IndexName ? { IndexName } : {}),
      KeyConditionExpression: IndexName ? 'openIn = :v' : 'pk = :v',
      ExpressionAttributeValues: { ':v': { S: 'x' } },
    });
  const onTable = await startDynamoDb({ statements: [allow(['dynamodb:Query'], [tableArn])] });
  await clientOf(onTable.port, workerKey).send(query());
  await expect(clientOf(onTable.port, workerKey).send(query('open'))).rejects.toMatchObject(denied);
  const onIndexes = await startDynamoDb({ statements: [allow(['dynamodb:Query'], [`${tableArn}/index/*`])] });
  await clientOf(onIndexes.port, workerKey).send(query('open'));
  await expect(clientOf(onIndexes.port, workerKey).send(query())).rejects.toMatchObject(denied);
});

test('each table of a batch is asked for; a table that is not there looks like one that is forbidden', async () => {
  const audit = stateTable({ name: 'audit', arn: tableArn.replace('state', 'audit') });
  const { port } = await startDynamoDb({
    tables: [stateTable(), audit],
    statements: [allow(['dynamodb:BatchWriteItem'], [tableArn])],
  });
  const client = clientOf(port, workerKey);
  const batch = (...tables: string[]) =>
    client.send(
      new BatchWriteItemCommand({
        RequestItems: Object.fromEntries(tables.map((table) => [table, [{ PutRequest: { Item: Key } }]])),
      }),
    );
  await batch('state');
  await expect(batch('state', 'audit')).rejects.toMatchObject(denied);
  await expect(batch('missing')).rejects.toMatchObject(denied);
  await expect(client.send(new ListTablesCommand({}))).rejects.toMatchObject(denied);
});

test('a partition may be closed to changes, whatever the operation that names it', async () => {
  const leading = { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['audit#*'] } };
  const { port } = await startDynamoDb({
    statements: [
      allow(['dynamodb:*'], [tableArn]),
      { effect: 'Deny', actions: ['dynamodb:*Item'], resources: ['*'], conditions: leading },
      { effect: 'Deny', actions: ['dynamodb:Query'], resources: ['*'], conditions: leading },
    ],
  });
  const client = clientOf(port, workerKey);
  const keyIn = (pk: string) => marshall({ pk, sk: 's' });
  const batch = (pk: string) => [{ DeleteRequest: { Key: keyIn('other') } }, { PutRequest: { Item: keyIn(pk) } }];
  const requests: ((pk: string) => Promise<unknown>)[] = [
    (pk) => client.send(new PutItemCommand({ TableName: 'state', Item: keyIn(pk) })),
    (pk) => client.send(new DeleteItemCommand({ TableName: 'state', Key: keyIn(pk) })),
    (pk) => client.send(new UpdateItemCommand({ TableName: 'state', Key: keyIn(pk) })),
    (pk) => client.send(new BatchWriteItemCommand({ RequestItems: { state: batch(pk) } })),
    (pk) =>
      client.send(
        new QueryCommand({
          TableName: 'state',
          KeyConditionExpression: 'sk = :s AND (#k = :v)',
          ExpressionAttributeNames: { '#k': 'pk' },
          ExpressionAttributeValues: { ':v': { S: pk }, ':s': { S: 's' } },
        }),
      ),
  ];
  for (const request of requests) {
    await request('alert#1');
    await expect(request('audit#xixi')).rejects.toMatchObject(denied);
  }
});

test('of all keys of a request, ForAllValues wants each to fit', async () => {
  const own = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['own#*'] } };
  const { port } = await startDynamoDb({
    statements: [{ effect: 'Allow', actions: ['dynamodb:BatchGetItem'], resources: [tableArn], conditions: own }],
  });
  const get = (...pks: string[]) =>
    clientOf(port, workerKey).send(
      new BatchGetItemCommand({ RequestItems: { state: { Keys: pks.map((pk) => marshall({ pk, sk: 's' })) } } }),
    );
  await get('own#1', 'own#2');
  await expect(get('own#1', 'theirs#1')).rejects.toMatchObject(denied);
});

test('a key of nobody is refused, whatever it asks for', async () => {
  const { port, lines } = await startDynamoDb();
  const stranger = clientOf(port, 'STRANGER000000000000');
  await expect(stranger.send(new GetItemCommand({ TableName: 'state', Key }))).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  });
  expect(lines).toEqual([]);
});

test('a web page is refused', async () => {
  const { port } = await startDynamoDb();
  const answer = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: { origin: 'http://evil.example', 'x-amz-target': 'DynamoDB_20120810.ListTables' },
    body: '{}',
  });
  expect(answer.status).toBe(403);
  expect(await answer.text()).toBe('');
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
});
