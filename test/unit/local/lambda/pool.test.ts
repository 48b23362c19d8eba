// Goal: a function gets the processes that its work is worth, and no more.
// Method: handlers that say which process they run in and wait until the test lets them go; for how busy the machine
// is, a pool whose environments say it.
import { describe, expect, it, test } from 'vitest';
import type { ExecutionEnvironment } from '../../../../local/lambda/execution-environment.ts';
import { createPool } from '../../../../local/lambda/pool.ts';
import { lambdaLimits } from '../../../../local/limits.ts';
import type { FunctionPlan } from '../../../../local/template/plan.ts';
import { temporaryFolder } from '../aws/endpoint.ts';
import { createManualClock } from '../aws/manual-clock.ts';
import { eventually, functionOf, startLambda } from './start-lambda.ts';

/** Waits for the file `go` after it has said where it runs; each process has a name of its own. */
const waits = `
  import { existsSync } from 'node:fs';
  const name = process.pid;
  console.log('cold', name);
  export const handler = async () => {
    console.log('begun', name);
    while (!existsSync(process.env.GO)) await new Promise((resolve) => setTimeout(resolve, 5));
    return name;
  };`;

async function startWaiting(plan: Partial<FunctionPlan> = {}) {
  const folder = temporaryFolder();
  const fn = functionOf(folder, 'waits', waits, {
    environment: { GO: `${folder}/go/index.mjs` },
    timeoutS: 900,
    ...plan,
  });
  const lambda = await startLambda([fn]);
  const count = (word: string) => lambda.lines.filter((line) => line.includes(word)).length;
  return { ...lambda, fn, count, go: () => functionOf(folder, 'go', '') };
}

test('nothing is started before it is needed, and a second process only when a backlog lasts', async () => {
  const { runtime, fn, clock, count, go } = await startWaiting();
  expect(clock.pending()).toBe(0);
  const results = Promise.all([1, 2, 3].map(() => runtime.invoke(fn.arn, '{}')));
  await eventually(() => expect(count('begun')).toBe(1));
  clock.advance(lambdaLimits.growAfterMs - 1);
  expect(count('cold')).toBe(1);
  clock.advance(1);
  await eventually(() => expect(count('begun')).toBe(2));
  go();
  const processes = new Set((await results).map(({ payload }) => payload));
  expect(processes.size).toBe(2);
});

describe('a function that computes', () => {
  /** There is always another job, and none ends. */
  const poolWith = (computing: number, idleCores: number) => {
    const clock = createManualClock();
    const started: ExecutionEnvironment[] = [];
    const pool = createPool({
      environmentsMax: 8,
      clock,
      watchIdleCores: () => () => idleCores,
      source: { isEmpty: () => false, take: () => ({ requestId: 'one', event: '{}', settle: () => {} }) },
      start: () => {
        const environment = { run: () => {}, utilisation: () => computing, end: async () => {} };
        started.push(environment);
        return environment;
      },
    });
    pool.wake();
    clock.advance(lambdaLimits.growAfterMs);
    return started.length;
  };

  it('gets a second process while a core is idle', () => {
    expect(poolWith(1, lambdaLimits.growIdleCores)).toBe(2);
  });

  it('gets none when all cores are busy, with whatever: it would only be slowed', () => {
    expect(poolWith(1, lambdaLimits.growIdleCores - 0.1)).toBe(1);
  });

  it('gets one in spite of that when it does nothing but wait', () => {
    expect(poolWith(lambdaLimits.waitingMaxCores, 0)).toBe(2);
  });
});

test('reserved concurrency is never exceeded', async () => {
  const { runtime, fn, clock, count, go } = await startWaiting({ reservedConcurrency: 1 });
  const results = Promise.all([1, 2, 3].map(() => runtime.invoke(fn.arn, '{}')));
  await eventually(() => expect(count('begun')).toBe(1));
  clock.advance(10 * lambdaLimits.growAfterMs);
  go();
  expect(new Set((await results).map(({ payload }) => payload)).size).toBe(1);
  expect(count('cold')).toBe(1);
});

test('a process is used again while there is work and ended when there was none for long', async () => {
  const { runtime, fn, clock, go } = await startWaiting();
  go();
  const first = await runtime.invoke(fn.arn, '{}');
  clock.advance(lambdaLimits.idleMs - 1);
  expect(await runtime.invoke(fn.arn, '{}')).toEqual(first);
  clock.advance(lambdaLimits.idleMs - 1);
  expect(await runtime.invoke(fn.arn, '{}')).toEqual(first);
  clock.advance(2 * lambdaLimits.idleMs);
  clock.advance(lambdaLimits.idleMs);
  expect(await runtime.invoke(fn.arn, '{}')).not.toEqual(first);
});

test('stopping lets what runs finish, and refuses the callers that wait', async () => {
  const { runtime, fn, count, go, end } = await startWaiting({ reservedConcurrency: 1 });
  const running = runtime.invoke(fn.arn, '{}');
  const waiting = expect(runtime.invoke(fn.arn, '{}')).rejects.toThrow('not running');
  await eventually(() => expect(count('begun')).toBe(1));
  const ended = end();
  await waiting;
  go();
  expect((await running).functionError).toBeUndefined();
  await ended;
  await expect(runtime.invokeAsync(fn.arn, '{}')).rejects.toThrow('not running');
});

test('stopping does not wait for a handler that never ends', async () => {
  const { runtime, fn, clock, count, end } = await startWaiting();
  await runtime.invokeAsync(fn.arn, '{}');
  await eventually(() => expect(count('begun')).toBe(1));
  const ended = end();
  clock.advance(lambdaLimits.stopMs);
  await ended;
});
