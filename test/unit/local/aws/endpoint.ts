import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createAwsServer } from '../../../../local/aws/server.ts';
import type { AwsService, Caller } from '../../../../local/aws/service.ts';
import { type Database, openDatabase } from '../../../../local/store/database.ts';
import type { PolicyStatement } from '../../../../local/template/plan.ts';

export const account = '000000000000';
export const region = 'local-1';
export const roleArn = `arn:aws:iam::${account}:role/worker`;

export const operatorKey = 'OPERATOR000000000000';
export const workerKey = 'WORKER00000000000000';

export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}

export function allow(actions: string[], resources: string[]): PolicyStatement {
  return { effect: 'Allow', actions, resources, conditions: {} };
}

export const operator: Caller = { roleArn: 'operator', statements: [allow(['*'], ['*'])] };

/** A role that may do just what `statements` say. */
export function worker(...statements: PolicyStatement[]): Caller {
  return { roleArn, statements };
}

/** What an SDK client needs to speak to `endpoint` as the owner of `accessKeyId`. */
export function clientConfig(endpoint: string, accessKeyId = operatorKey) {
  return { endpoint, region, credentials: { accessKeyId, secretAccessKey: 'unused' }, maxAttempts: 1 };
}

/** Starts the AWS endpoint on a free port; it ends with the test. */
export async function startEndpoint(services: AwsService[], { asWorker = worker() }: { asWorker?: Caller } = {}) {
  const lines: string[] = [];
  const callers = new Map([
    [operatorKey, operator],
    [workerKey, asWorker],
  ]);
  const server = createAwsServer({
    services,
    callers: (accessKeyId) => callers.get(accessKeyId),
    port: 0,
    log: (line) => lines.push(line),
  });
  const { port } = await server.start();
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= server.stop();
    return stopped;
  };
  onTestFinished(stop);
  return { endpoint: `http://127.0.0.1:${port}`, port, lines, stop };
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A database in `folder` that is closed after the test, if the test has not closed it. */
export function openTestDatabase(folder: string): Database {
  const database = openDatabase(join(folder, 'state.sqlite'));
  onTestFinished(async () => {
    if (database.sql.isOpen) await database.close();
  });
  return database;
}
