// Goal: what DynamoDB does not do at once is done in the end or thrown, within bounds, and one bad item keeps no other
// out.
// Method: the real client against an HTTP server that answers as DynamoDB does when it is busy, broken or refuses;
// dynalite never leaves anything unprocessed.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, test } from 'vitest';
import { requestLimits } from '../../../domain/limits/functions.ts';
import { createPassesStore } from '../../../functions/ingest/passes-store.ts';
import { createRetry } from '../../../functions/shared/retry.ts';
import { localCredentials } from '../../helpers/dynalite.ts';

type Put = { PutRequest: { Item: { sk: { S: string } } } };
type Answer = { status: number; body: object };
type Handler = (operation: string, body: { Item?: { sk: { S: string } }; RequestItems?: { passes: Put[] } }) => Answer;

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function storeAt(handle: Handler, remainingMs = 30_000) {
  const operations: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    operations.push(operation);
    const { status, body } = handle(operation, JSON.parse(Buffer.concat(chunks).toString()));
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const settings = { endpoint: `http://127.0.0.1:${port}`, region: 'local-1', credentials: localCredentials };
  const client = new DynamoDBClient({ ...settings, maxAttempts: 1 });
  closing.push(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
  const pauses: number[] = [];
  const clock = { now: () => 0, random: () => 0.5, sleep: async (ms: number) => void pauses.push(ms) };
  const retry = createRetry(clock, () => remainingMs);
  const store = createPassesStore({ client, name: 'passes' });
  const stored = (count: number) => Array.from({ length: count }, (_, index) => ({ pk: 'p', sk: `s${index}` }));
  return { store: (count: number) => store.store(stored(count), retry), operations, pauses };
}

const fine: Answer = { status: 200, body: {} };
const fault = (status: number, type: string): Answer => ({
  status,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: type },
});

test('what is left unprocessed is written again until nothing is left', async () => {
  const written: string[] = [];
  const { store, operations, pauses } = await storeAt((_operation, { RequestItems }) => {
    const [first, ...rest] = RequestItems?.passes ?? [];
    written.push(first?.PutRequest.Item.sk.S ?? '');
    return { status: 200, body: { UnprocessedItems: rest.length > 0 ? { passes: rest } : {} } };
  });
  expect(await store(3)).toEqual([]);
  expect(written).toEqual(['s0', 's1', 's2']);
  expect(operations).toEqual(Array(3).fill('BatchWriteItem'));
  expect(pauses).toEqual([50, 100]);
});

test('a batch that stays undone is thrown after the last try, for Lambda to try again', async () => {
  const { store, operations } = await storeAt((_operation, { RequestItems }) => ({
    status: 200,
    body: { UnprocessedItems: RequestItems },
  }));
  await expect(store(2)).rejects.toThrow('not written yet');
  expect(operations).toHaveLength(requestLimits.triesMax);
});

test.each([
  [400, 'ProvisionedThroughputExceededException'],
  [400, 'ThrottlingException'],
  [500, 'InternalServerError'],
  [503, 'ServiceUnavailable'],
])('%i %s passes by itself: it is tried again', async (status, type) => {
  let answers = 0;
  const { store } = await storeAt(() => (answers++ === 0 ? fault(status, type) : fine));
  expect(await store(1)).toEqual([]);
  expect(answers).toBe(2);
});

test.each(['AccessDeniedException', 'ResourceNotFoundException'])(
  '%s is thrown at once: the deployment is at fault, and no pass may be put aside for that',
  async (type) => {
    const { store, operations } = await storeAt(() => fault(400, type));
    await expect(store(2)).rejects.toThrow(type);
    expect(operations).toHaveLength(1);
  },
);

test('of a refused batch only the culprit is not stored', async () => {
  const written: string[] = [];
  const { store } = await storeAt((operation, { Item }) => {
    if (operation === 'BatchWriteItem' || Item?.sk.S === 's1') return fault(400, 'ValidationException');
    written.push(Item?.sk.S ?? '');
    return fine;
  });
  expect((await store(3)).map(({ sk }) => sk)).toEqual(['s1']);
  expect(written).toEqual(['s0', 's2']);
});

test('no try begins for which the invocation has no time left', async () => {
  const { store, operations } = await storeAt(() => fault(500, 'InternalServerError'), requestLimits.retryNeedsMs);
  await expect(store(1)).rejects.toThrow();
  expect(operations).toHaveLength(1);
});

test('a connection that breaks is tried again', async () => {
  const { store, operations } = await storeAt(() => fine);
  for (const close of closing.splice(0)) close();
  await expect(store(1)).rejects.toThrow();
  expect(operations).toEqual([]);
});
