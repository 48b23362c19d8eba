// Goal: a handler runs as it would on Lambda, and whatever it does ends at most its own process.
// Method: real handlers in real processes; after each misbehaviour the same function must answer again.
import { expect, test } from 'vitest';
import { EventTooLarge, FunctionNotFound } from '../../../../local/lambda/errors.ts';
import { lambdaLimits } from '../../../../local/limits.ts';
import { arn, temporaryFolder } from '../aws/endpoint.ts';
import { eventually, functionOf, startLambda } from './start-lambda.ts';

const misbehaving = `
  const acts = {
    fine: (event) => ({ got: event.value }),
    nothing: () => undefined,
    throws: () => { throw new TypeError('broken') },
    rejects: async () => { throw new RangeError('late') },
    throwsText: () => { throw 'only text' },
    hostile: () => { throw { toString() { throw new Error('never') } } },
    bigint: () => 1n,
    tooLong: () => 'x'.repeat(7 * 1024 * 1024),
    exits: () => process.exit(7),
    loops: () => { console.log('looping'); for (;;); },
    unhandled: () => { Promise.reject(new Error('nobody listens')); return new Promise(() => {}); },
    uncaught: () => { setImmediate(() => { throw new Error('out of the blue') }); return new Promise(() => {}); },
    bigMemory: () => { let kept = [0]; for (;;) kept = kept.concat(kept); },
    memory: () => { const kept = []; for (;;) kept.push(new Array(100_000).fill(Math.random())); },
  };
  export const handler = async (event) => acts[event.act](event);
`;

async function startMisbehaving() {
  const fn = functionOf(temporaryFolder(), 'acts', misbehaving, { memoryMb: 64 });
  const lambda = await startLambda([fn]);
  const act = async (name: string) => {
    const { payload, functionError } = await lambda.runtime.invoke(fn.arn, JSON.stringify({ act: name, value: 1 }));
    return { result: JSON.parse(payload), failed: functionError !== undefined };
  };
  return { ...lambda, fn, act };
}

test('results come back as JSON, and nothing as null', async () => {
  const { act } = await startMisbehaving();
  expect(await act('fine')).toEqual({ result: { got: 1 }, failed: false });
  expect(await act('nothing')).toEqual({ result: null, failed: false });
});

test.each([
  ['throws', 'TypeError', 'broken'],
  ['rejects', 'RangeError', 'late'],
  ['throwsText', 'string', 'only text'],
  ['hostile', 'Error', 'cannot be described'],
  ['bigint', 'Error', 'Unable to stringify response body'],
  ['tooLong', 'Function.ResponseSizeTooLarge', 'exceeded maximum'],
  ['exits', 'Runtime.ExitError', 'exit status 7'],
  ['unhandled', 'Runtime.UnhandledPromiseRejection', 'nobody listens'],
  ['uncaught', 'Error', 'out of the blue'],
  ['memory', 'Runtime.ExitError', 'signal: aborted'],
  ['bigMemory', 'Runtime.ExitError', 'signal: aborted'],
])('a handler that %s fails with %s and the next invocation works', async (name, errorType, message) => {
  const { act } = await startMisbehaving();
  const { result, failed } = await act(name);
  expect(failed).toBe(true);
  expect(result.errorType).toBe(errorType);
  expect(result.errorMessage).toContain(message);
  expect(await act('fine')).toEqual({ result: { got: 1 }, failed: false });
});

test('an endless loop is ended when the timeout has passed, and what it printed before is there', async () => {
  const { act, clock, lines } = await startMisbehaving();
  const looping = act('loops');
  await eventually(() => expect(lines.join()).toContain('looping'));
  clock.advance(30_000);
  const { result, failed } = await looping;
  expect(failed).toBe(true);
  expect(result).toEqual({
    errorType: 'Sandbox.Timedout',
    errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 30\.00 seconds$/),
  });
  expect(await act('fine')).toEqual({ result: { got: 1 }, failed: false });
});

test.each([
  ['index.missing', 'export const handler = () => 1', 'Runtime.HandlerNotFound'],
  ['other.handler', 'export const handler = () => 1', 'Runtime.ImportModuleError'],
  ['index.handler', 'throw new TypeError("at start")', 'TypeError'],
  ['index.handler', 'export const handler = (', 'SyntaxError'],
  ['index.handler', 'process.exit(4)', 'Runtime.ExitError'],
  [
    'index.handler',
    'export const handler = (event, context, callback) => callback()',
    'Runtime.CallbackHandlerDeprecated',
  ],
])('%s of %j cannot be started: %s', async (handler, code, errorType) => {
  const fn = functionOf(temporaryFolder(), 'broken', code, { handler });
  const { runtime } = await startLambda([fn]);
  const { payload, functionError } = await runtime.invoke(fn.arn, '{}');
  expect(functionError).toBe('Unhandled');
  expect(JSON.parse(payload)).toMatchObject({ errorType });
});

test('a handler sees the template, Lambda and the endpoints in its environment, and nothing of ours', async () => {
  const fn = functionOf(temporaryFolder(), 'env', 'export const handler = () => process.env', {
    environment: { TABLE: 'passes', AWS_REGION: 'cannot-be-set' },
  });
  const { runtime } = await startLambda([fn], {
    compileCacheFolder: temporaryFolder(),
    environment: () => ({ AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1' }),
  });
  const seen = JSON.parse((await runtime.invoke(fn.arn, '{}')).payload);
  expect(seen).toMatchObject({
    TABLE: 'passes',
    AWS_REGION: 'local-1',
    AWS_LAMBDA_FUNCTION_NAME: 'env',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
    AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    TZ: 'UTC',
    _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/),
  });
  for (const ours of ['PATH', 'HOME', 'NODE_CHANNEL_FD', 'NODE_COMPILE_CACHE']) expect(seen).not.toHaveProperty(ours);
});

test('a handler is given its context', async () => {
  const code = 'export const handler = (_, c) => ({ ...c, remaining: c.getRemainingTimeInMillis() })';
  const fn = functionOf(temporaryFolder(), 'context', code);
  const { runtime } = await startLambda([fn]);
  const context = JSON.parse((await runtime.invoke(fn.arn, '{}')).payload);
  expect(context).toMatchObject({
    functionName: 'context',
    functionVersion: '$LATEST',
    invokedFunctionArn: fn.arn,
    memoryLimitInMB: '128',
    logGroupName: '/aws/lambda/context',
    awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(context.remaining).toBeGreaterThan(29_000);
  expect(context.remaining).toBeLessThanOrEqual(30_000);
});

test('what a handler prints is bounded, by line and by invocation', async () => {
  const code = `export const handler = () => {
    console.log('x'.repeat(${lambdaLimits.logLineMaxChars * 2}));
    for (let n = 0; n < 100_000; n += 1) console.log('again and again and again');
  }`;
  const fn = functionOf(temporaryFolder(), 'chatty', code);
  const { runtime, lines } = await startLambda([fn]);
  await runtime.invoke(fn.arn, '{}');
  await eventually(() => expect(lines.at(-1)).toContain('log limit'));
  expect(lines[0]).toHaveLength(lambdaLimits.logLineMaxChars);
  expect(lines.join('\n').length).toBeLessThan(lambdaLimits.logMaxCharsPerInvocation * 1.1);
});

test('an event that is too large and a function that is not there are refused', async () => {
  const fn = functionOf(temporaryFolder(), 'any', 'export const handler = () => 1');
  const { runtime } = await startLambda([fn]);
  const event = JSON.stringify('x'.repeat(lambdaLimits.asynchronousEventMaxBytes));
  await expect(runtime.invokeAsync(fn.arn, event)).rejects.toThrow(EventTooLarge);
  await expect(runtime.invoke(fn.arn, '{}')).resolves.toEqual({ payload: '1' });
  await expect(runtime.invokeAsync(arn('lambda', 'function:none'), '{}')).rejects.toThrow(FunctionNotFound);
  await expect(runtime.invoke(arn('lambda', 'function:none'), '{}')).rejects.toThrow(FunctionNotFound);
});
