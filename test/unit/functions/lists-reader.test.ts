// Goal: a function judges by the very versions of lists that a pass names, and reads each of them once.
// Method: versions in a real DynamoDB engine; what is handed out again is the very same object.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addHashes, includesHash, noHashes } from '../../../domain/codes/hash-list.ts';
import { listLimits } from '../../../domain/limits/codes.ts';
import { listKey } from '../../../domain/state-keys.ts';
import { packList } from '../../../functions/shared/list-versions.ts';
import { createLists, type Lists } from '../../../functions/shared/lists.ts';
import { localCredentials, startTables, type TestTables } from '../../helpers/dynalite.ts';
import { now } from '../../helpers/functions.ts';

const once = <T>(request: () => Promise<T>) => request();
let tables: TestTables;
let client: DynamoDBClient;
let lists: Lists;
let nowMs: number;

beforeAll(async () => {
  tables = await startTables();
  client = new DynamoDBClient({ endpoint: tables.url, region: 'local-1', credentials: localCredentials });
});
afterAll(async () => {
  client.destroy();
  await tables.stop();
});
beforeEach(() => {
  nowMs = now;
  const clock = { now: () => nowMs, sleep: async () => {}, random: () => 0 };
  lists = createLists({ client, name: tables.stateTable }, clock);
});

const putRevocations = (version: number, ...revoked: number[]) => {
  const message = { version, issuedAt: '2026-11-24T03:04:05.678Z', hashBytes: 4, hashes: addHashes(noHashes, revoked) };
  return tables.putState({ ...listKey('revocations', version), version, packed: packList(message) });
};

test('a list is as it was in the version that is asked for, and read once', async () => {
  await putRevocations(1, 7);
  await putRevocations(2, 7, 9);
  const first = await lists.version('revocations', 1, once);
  const second = await lists.version('revocations', 2, once);
  expect(first && includesHash(first, 9)).toBe(false);
  expect(second && includesHash(second, 9)).toBe(true);
  expect(await lists.version('revocations', 2, once)).toBe(second);
});

test('there is no version that was never written, until it is', async () => {
  expect(await lists.version('revocations', 71, once)).toBeUndefined();
  await putRevocations(71, 7);
  expect(await lists.version('revocations', 71, once)).toMatchObject({ count: 1 });
  expect(await lists.version('keys', 71, once)).toBeUndefined();
});

test('the newest are those of half a minute ago, and empty where there is none', async () => {
  await putRevocations(99, 7);
  const { versions, lists: read } = await lists.latest(once);
  expect(versions).toEqual({ revocations: 99 });
  expect(read).toMatchObject({ revocations: { count: 1 }, statuses: [] });
  await putRevocations(100, 7, 9);
  nowMs += listLimits.latestMaxAgeMs - 1;
  expect((await lists.latest(once)).versions).toEqual({ revocations: 99 });
  nowMs += 1;
  expect((await lists.latest(once)).versions).toEqual({ revocations: 100 });
});
