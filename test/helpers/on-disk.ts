import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { createCallers } from '../../local/callers.ts';
import { systemClock } from '../../local/clock.ts';
import { createEmbeddedDynamoDb } from '../../local/dynamodb/embedded.ts';
import { readStack } from '../../local/template/read-stack.ts';
import type { Item } from './tables.ts';

/**
 * What lay in the `passes` table of a stack that was killed: a copy of the engine's files, opened with the engine
 * alone, so that no broker and no function can add to it, and what is looked at stays as the kill left it. The copy is
 * made before this returns its promise: the stack may start again at once.
 */
export async function passesOnDisk(home: string, assemblyFolder: string): Promise<Item[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-copy-'));
  cpSync(join(home, 'dynamodb', 'dynalite'), folder, { recursive: true });
  const place = { partition: 'aws', region: 'local-1', account: '000000000000', awsPort: 1, httpPort: 2 } as const;
  const plan = readStack({ assemblyFolder, ...place });
  const callers = createCallers(plan);
  const failed = Promise.withResolvers<never>();
  const engine = createEmbeddedDynamoDb({
    folder,
    port: 0,
    tables: plan.tables,
    callers: callers.byAccessKeyId,
    clock: systemClock,
    log: () => {},
    onFailure: failed.reject,
  });
  const { port } = await engine.start();
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: place.region,
    credentials: callers.operator,
  });
  try {
    return await Promise.race([scanAll(client, plan.outputs['PassesTable'] ?? ''), failed.promise]);
  } finally {
    client.destroy();
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function scanAll(client: DynamoDBClient, TableName: string): Promise<Item[]> {
  const items: Item[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
    for (const item of Items) items.push(unmarshall(item));
  }
  return items;
}

/** Asynchronous invocations of a function that are on disk: waiting, running, or given up and not yet reported. */
export function invocationsOnDisk(home: string, functionName: string): number {
  const sql = new DatabaseSync(join(home, 'stack.sqlite'), { readOnly: true });
  try {
    const count = sql.prepare("select count(*) as count from lambda_invocations where function_arn like '%:' || ?");
    return Number(count.get(functionName)?.['count']);
  } finally {
    sql.close();
  }
}
