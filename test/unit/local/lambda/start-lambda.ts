import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { createLambdaRuntime, type LambdaRuntimeOptions } from '../../../../local/lambda/runtime.ts';
import { openDatabase } from '../../../../local/store/database.ts';
import type { FunctionPlan } from '../../../../local/template/plan.ts';
import { arn, roleArn, temporaryFolder } from '../aws/endpoint.ts';
import { createManualClock } from '../aws/manual-clock.ts';

// A cold start takes as long as the machine is busy.
vi.setConfig({ testTimeout: 30_000 });

export const queueArn = arn('sqs', 'failures');
const retryDelaysMs = [60_000, 120_000];

/** A function whose code is `code`, written to `folder` as a bundle would be. */
export function functionOf(folder: string, name: string, code: string, plan: Partial<FunctionPlan> = {}): FunctionPlan {
  const codeDirectory = join(folder, name);
  mkdirSync(codeDirectory, { recursive: true });
  writeFileSync(join(codeDirectory, 'index.mjs'), code);
  return {
    logicalId: name,
    name,
    arn: arn('lambda', `function:${name}`),
    handler: 'index.handler',
    codeDirectory,
    environment: {},
    memoryMb: 128,
    timeoutS: 30,
    roleArn,
    asynchronous: { maxRetries: 2, maxAgeS: 21_600, onFailureArn: queueArn },
    permissions: [],
    ...plan,
  };
}

/**
 * Starts a real runtime over real processes and a real file; all end with the test. Time is in the test's hand (`clock`)
 * unless it gives another clock.
 */
export async function startLambda(
  functions: FunctionPlan[],
  options: Partial<LambdaRuntimeOptions> & { folder?: string } = {},
) {
  const clock = createManualClock();
  const database = openDatabase(join(options.folder ?? temporaryFolder(), 'state.sqlite'));
  const lines: string[] = [];
  const delivered: string[] = [];
  const runtime = createLambdaRuntime({
    functions,
    schedules: [],
    database,
    clock,
    environment: () => ({}),
    deliver: async (_destination, message) => {
      delivered.push(message);
    },
    log: ({ line }) => lines.push(line),
    retryDelaysMs,
    ...options,
  });
  await runtime.start();
  let ended: Promise<void> | undefined;
  const end = () => {
    ended ??= (async () => {
      await runtime.stop();
      await database.close();
    })();
    return ended;
  };
  onTestFinished(end);
  const onDisk = () => Number(database.sql.prepare('select count(*) as n from lambda_invocations').get()?.['n']);
  return { runtime, clock, database, lines, delivered, end, onDisk };
}

/** Waits until something that real processes do has been done. */
export function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 20_000, interval: 5 });
}
