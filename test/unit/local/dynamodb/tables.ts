import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { onTestFinished } from 'vitest';
import { createEmbeddedDynamoDb } from '../../../../local/dynamodb/embedded.ts';
import type { PolicyStatement, TablePlan } from '../../../../local/template/plan.ts';
import { clientConfig, operator, operatorKey, temporaryFolder, worker, workerKey } from '../aws/endpoint.ts';
import { createManualClock } from '../aws/manual-clock.ts';
import { stateTable } from './plan.ts';

export function clientOf(port: number, accessKeyId = operatorKey): DynamoDBClient {
  const client = new DynamoDBClient(clientConfig(`http://127.0.0.1:${port}`, accessKeyId));
  onTestFinished(() => client.destroy());
  return client;
}

interface Setting {
  folder?: string;
  tables?: TablePlan[];
  /** What the worker's role may do. */
  statements?: PolicyStatement[];
  port?: number;
}

/** Starts the engine on a free port; it ends with the test, if the test has not ended it. */
export async function startDynamoDb({
  folder = temporaryFolder(),
  tables = [stateTable()],
  statements = [],
  port: wantedPort = 0,
}: Setting = {}) {
  const lines: string[] = [];
  const failures: Error[] = [];
  const clock = createManualClock();
  const callers = new Map([
    [operatorKey, operator],
    [workerKey, worker(...statements)],
  ]);
  const engine = createEmbeddedDynamoDb({
    folder,
    tables,
    callers,
    port: wantedPort,
    clock,
    log: (line) => lines.push(line),
    onFailure: (reason) => failures.push(reason),
  });
  const { port } = await engine.start();
  onTestFinished(() => engine.stop());
  return { folder, lines, failures, clock, port, client: clientOf(port), stop: () => engine.stop() };
}
