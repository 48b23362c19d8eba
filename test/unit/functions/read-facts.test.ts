// Goal: of what lies in a shard, each pass and receipt is read once, in bounded bites, and no flood stops the reading (laws
// 7 and 8).
// Method: the real reader against a real DynamoDB engine with small bites; days and shards meet within the window.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lastSeqOf } from '../../../domain/ledger/receipt.ts';
import { shardOf } from '../../../domain/ledger/shard.ts';
import { localDay } from '../../../domain/local-day.ts';
import { communityKey, receiptKey } from '../../../domain/state-keys.ts';
import { createReadFacts } from '../../../functions/reconcile/read-facts.ts';
import { localCredentials, startTables, type TestTables } from '../../helpers/dynalite.ts';

const timeZone = 'Asia/Shanghai';
/** Midnight in Shanghai. */
const midnightMs = Date.parse('2026-11-24T16:00:00.000Z');
const epoch = 'abcdefgh12';
const once = <Result>(request: () => Promise<Result>) => request();

let tables: TestTables;
let client: DynamoDBClient;
beforeAll(async () => {
  tables = await startTables();
  client = new DynamoDBClient({ endpoint: tables.url, region: 'local-1', credentials: localCredentials });
});
afterAll(async () => {
  client.destroy();
  await tables.stop();
});

async function putPass(community: string, seq: number, atMs: number): Promise<void> {
  const at = new Date(atMs).toISOString();
  const sk = `${at}#${community}-gate#${epoch}#${String(seq).padStart(10, '0')}#digest-${seq}-0`;
  await tables.putPass({ pk: `${community}#${localDay(atMs, timeZone)}`, sk });
}

async function putGone(community: string, seq: number, atMs: number): Promise<void> {
  const gone = { kind: 'gone', gate: `${community}-gate`, community, receivedAtMs: atMs, epoch };
  const key = receiptKey(shardOf(community), new Date(atMs).toISOString(), gone.gate, 'digest');
  await tables.putState({ ...key, ...gone, fromSeq: seq, toSeq: seq });
}

const reader = (factsMax: number) =>
  createReadFacts(
    {
      passes: { client, name: tables.passesTable },
      state: { client, name: tables.stateTable },
      timeZone,
      factsMax,
    },
    once,
  );

/** All that is read, bite by bite, as numbers; receipts with a minus sign. */
async function readAll(community: string, window: { fromMs: number; toMs: number }, factsMax: number) {
  const read = await reader(factsMax);
  const bites: number[][] = [];
  for (let fromMs = window.fromMs; fromMs < window.toMs; ) {
    const { facts, throughMs } = await read(shardOf(community), { ...window, fromMs }, once);
    const numbers = facts.flatMap((fact) => {
      if (fact.kind === 'gone') return [-fact.fromSeq];
      return 'runs' in fact
        ? fact.runs.flatMap((run) =>
            Array.from({ length: lastSeqOf(run) - run.fromSeq + 1 }, (_, index) => run.fromSeq + index),
          )
        : [];
    });
    bites.push(numbers);
    expect(throughMs).toBeGreaterThan(fromMs);
    fromMs = throughMs;
  }
  return bites;
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test('passes and receipts on both sides of midnight are read once each, in bites', async () => {
  await tables.putState(communityKey('xixi'));
  const fromMs = midnightMs - 300_000;
  const toMs = midnightMs + 300_000;
  for (const seq of numbers(60)) await putPass('xixi', seq, fromMs + (seq - 1) * 10_000);
  for (const seq of [61, 62]) await putGone('xixi', seq, fromMs + (seq - 61) * 300_000);
  // At the very end: of the next window.
  await putPass('xixi', 99, toMs);
  await putGone('xixi', 98, toMs);
  await putPass('wuchang', 1, midnightMs);

  const [all = [], ...others] = await readAll('xixi', { fromMs, toMs }, 1_000);
  expect(others).toEqual([]);
  expect(all.toSorted((a, b) => a - b)).toEqual([-62, -61, ...numbers(60)]);
  const bites = await readAll('xixi', { fromMs, toMs }, 20);
  expect(bites.length).toBeGreaterThan(3);
  expect(bites.flat().toSorted((a, b) => a - b)).toEqual([-62, -61, ...numbers(60)]);
});

test('a flood within a second is cut, and the reading goes on behind it', async () => {
  await tables.putState(communityKey('flooded'));
  for (const seq of numbers(30)) await putPass('flooded', seq, midnightMs + 10_000 + seq);
  await putPass('flooded', 31, midnightMs + 20_000);
  const bites = await readAll('flooded', { fromMs: midnightMs, toMs: midnightMs + 30_000 }, 20);
  expect(bites.flat()).toContain(31);
});
