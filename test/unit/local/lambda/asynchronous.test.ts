// Goal: an asynchronous invocation ends in success or at its destination, as Lambda's would, and is then forgotten.
// Method: real processes, a clock in the test's hand, and the file looked at afterwards.
import { expect, test } from 'vitest';
import { lambdaLimits } from '../../../../local/limits.ts';
import { temporaryFolder } from '../aws/endpoint.ts';
import { eventually, functionOf, queueArn, startLambda } from './start-lambda.ts';

/** Fails the first `event.failures` runs in this process, then prints. */
const failsAtFirst = `
  let runs = 0;
  export const handler = async ({ failures, name }, context) => {
    runs += 1;
    if (runs <= failures) throw new Error('not yet');
    console.log('done', name, context.awsRequestId);
  };
`;
const alwaysFails = `export const handler = async ({ value }) => { throw new RangeError('bad ' + value) }`;

test('an invocation that fails twice runs a third time, after the pauses that were asked for', async () => {
  const fn = functionOf(temporaryFolder(), 'twice', failsAtFirst);
  const { runtime, clock, lines, delivered, onDisk } = await startLambda([fn]);
  await runtime.invokeAsync(fn.arn, '{"failures":2,"name":"pass"}');
  await eventually(() => expect(lines.join()).toContain('run 1 failed, next in 60000 ms'));
  clock.advance(59_999);
  expect(lines.join()).not.toContain('run 2');
  clock.advance(1);
  await eventually(() => expect(lines.join()).toContain('run 2 failed, next in 120000 ms'));
  clock.advance(120_000);
  await eventually(() => expect(lines.join()).toContain('done pass'));
  clock.advance(lambdaLimits.removalDelayMs);
  await eventually(() => {
    clock.advance(lambdaLimits.removalDelayMs);
    expect(onDisk()).toBe(0);
  });
  expect(delivered).toEqual([]);
});

test('an invocation that always fails arrives at the destination with the record that Lambda writes', async () => {
  const fn = functionOf(temporaryFolder(), 'never', alwaysFails, {
    asynchronous: { maxRetries: 1, maxAgeS: 21_600, onFailureArn: queueArn },
  });
  const { runtime, clock, lines, delivered } = await startLambda([fn]);
  await runtime.invokeAsync(fn.arn, '{"value":12345678901234567890}');
  await eventually(() => expect(lines.join()).toContain('run 1 failed'));
  clock.advance(60_000);
  await eventually(() => expect(delivered).toHaveLength(1));
  expect(delivered[0]).toContain('"requestPayload":{"value":12345678901234567890}');
  expect(JSON.parse(delivered[0] ?? '')).toEqual({
    version: '1.0',
    timestamp: new Date(clock.now()).toISOString(),
    requestContext: {
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      functionArn: `${fn.arn}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: 2,
    },
    requestPayload: expect.anything(),
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: {
      errorType: 'RangeError',
      errorMessage: expect.stringContaining('bad'),
      trace: expect.anything(),
    },
  });
});

test('an invocation that is too old for another run goes to the destination without it', async () => {
  const fn = functionOf(temporaryFolder(), 'old', alwaysFails, {
    asynchronous: { maxRetries: 2, maxAgeS: 30, onFailureArn: queueArn },
  });
  const { runtime, clock, lines, delivered } = await startLambda([fn]);
  await runtime.invokeAsync(fn.arn, '{"value":1}');
  await eventually(() => expect(lines.join()).toContain('run 1 failed'));
  clock.advance(60_000);
  await eventually(() => expect(delivered).toHaveLength(1));
  const record = JSON.parse(delivered[0] ?? '');
  expect(record.requestContext).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 1 });
  expect(record).not.toHaveProperty('responsePayload');
});

test('a timeout counts as a failed run', async () => {
  const code = `export const handler = () => { console.log('begun'); return new Promise(() => {}); }`;
  const fn = functionOf(temporaryFolder(), 'slow', code, {
    asynchronous: { maxRetries: 0, maxAgeS: 21_600, onFailureArn: queueArn },
  });
  const { runtime, clock, lines, delivered } = await startLambda([fn]);
  await runtime.invokeAsync(fn.arn, '{}');
  await eventually(() => expect(lines.join()).toContain('begun'));
  clock.advance(30_000);
  await eventually(() => expect(delivered).toHaveLength(1));
  expect(delivered[0]).toContain('Task timed out after 30.00 seconds');
});

test('a destination that refuses is asked again, loudly, and the invocation stays on disk until it takes it', async () => {
  const fn = functionOf(temporaryFolder(), 'refused', alwaysFails, {
    asynchronous: { maxRetries: 0, maxAgeS: 21_600, onFailureArn: queueArn },
  });
  let refusals = 3;
  const callers: unknown[] = [];
  const { runtime, clock, lines, onDisk } = await startLambda([fn], {
    deliver: async (_arn, _message, caller) => {
      callers.push(caller);
      refusals -= 1;
      if (refusals >= 0) throw new Error(`AccessDenied ${refusals}`);
    },
  });
  await runtime.invokeAsync(fn.arn, '{"value":1}');
  for (const left of [2, 1, 0]) {
    await eventually(() => expect(lines.join()).toContain(`AccessDenied ${left}`));
    expect(onDisk()).toBe(1);
    clock.advance(lambdaLimits.backoffMaxMs);
  }
  await eventually(() => {
    clock.advance(lambdaLimits.removalDelayMs);
    expect(onDisk()).toBe(0);
  });
  expect(callers).toEqual(Array.from({ length: 4 }, () => ({ roleArn: fn.roleArn })));
});

test('without a destination a failed invocation is dropped as on AWS, and the log says so', async () => {
  const fn = functionOf(temporaryFolder(), 'nowhere', alwaysFails, {
    asynchronous: { maxRetries: 0, maxAgeS: 21_600 },
  });
  const { runtime, clock, lines, onDisk } = await startLambda([fn]);
  await runtime.invokeAsync(fn.arn, '{"value":1}');
  await eventually(() => expect(lines.join()).toContain('no on-failure destination: dropped'));
  await eventually(() => {
    clock.advance(lambdaLimits.removalDelayMs);
    expect(onDisk()).toBe(0);
  });
});

test('callers wait while the backlog is full, and get in one by one, in order, as it is worked off', async () => {
  const code = `
    import { existsSync } from 'node:fs';
    export const handler = async (n) => {
      while (!existsSync(process.env.GATE)) await new Promise((resolve) => setTimeout(resolve, 5));
      console.log('ran', n);
    }`;
  const folder = temporaryFolder();
  const fn = functionOf(folder, 'gated', code, {
    environment: { GATE: `${folder}/open/index.mjs` },
    reservedConcurrency: 1,
  });
  const { runtime, lines, onDisk } = await startLambda([fn]);
  const accepted: number[] = [];
  const count = lambdaLimits.backlogMax + 20;
  const all = Array.from({ length: count }, async (_, n) => {
    await runtime.invokeAsync(fn.arn, String(n));
    accepted.push(n);
  });
  await eventually(() => expect(accepted).toHaveLength(lambdaLimits.backlogMax));
  expect(onDisk()).toBe(lambdaLimits.backlogMax);
  functionOf(folder, 'open', '');
  await Promise.all(all);
  const order = Array.from({ length: count }, (_, n) => n);
  expect(accepted).toEqual(order);
  await eventually(() => expect(lines.filter((line) => line.includes('ran'))).toHaveLength(count));
  expect(lines.flatMap((line) => /ran (\d+)/.exec(line)?.[1] ?? [])).toEqual(order.map(String));
});

test('a function with a backlog does not hold up another one, nor its own callers', async () => {
  const folder = temporaryFolder();
  const code =
    'export const handler = async (n) => { const end = performance.now() + 20; while (performance.now() < end); return n; }';
  const busy = functionOf(folder, 'busy', code);
  const other = functionOf(folder, 'other', 'export const handler = () => "here"');
  const { runtime, onDisk } = await startLambda([busy, other]);
  await Promise.all(Array.from({ length: 400 }, (_, n) => runtime.invokeAsync(busy.arn, String(n))));
  expect((await runtime.invoke(other.arn, '{}')).payload).toBe('"here"');
  expect((await runtime.invoke(busy.arn, '"mine"')).payload).toBe('"mine"');
  expect(onDisk()).toBe(400);
});
