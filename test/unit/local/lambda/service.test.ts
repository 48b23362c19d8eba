// Goal: the AWS SDK invokes a function here as it would on AWS, and only who is allowed to does.
// Method: the real SDK client against the real endpoint and real processes.
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { expect, onTestFinished, test } from 'vitest';
import { createLambdaService } from '../../../../local/aws/lambda.ts';
import {
  allow,
  arn,
  clientConfig,
  operatorKey,
  startEndpoint,
  temporaryFolder,
  worker,
  workerKey,
} from '../aws/endpoint.ts';
import { eventually, functionOf, startLambda } from './start-lambda.ts';

const code = `export const handler = (event) => {
  if (event.fail) throw new Error('as asked');
  console.log('ran', event.name);
  return { hello: event.name };
}`;

async function startService() {
  const fn = functionOf(temporaryFolder(), 'hello', code);
  const lambda = await startLambda([fn]);
  const service = createLambdaService({ functions: [fn], runtime: lambda.runtime });
  const asWorker = worker(allow(['lambda:InvokeFunction'], [arn('lambda', 'function:other')]));
  const { endpoint } = await startEndpoint([service], { asWorker });
  const connect = (accessKeyId: string) => {
    const client = new LambdaClient(clientConfig(endpoint, accessKeyId));
    onTestFinished(() => client.destroy());
    return client;
  };
  const client = connect(operatorKey);
  const invoke = (input: Partial<InvokeCommandInput>) =>
    client.send(new InvokeCommand({ FunctionName: 'hello', ...input }));
  return { ...lambda, fn, client, stranger: connect(workerKey), invoke };
}

test('an invocation answers with the result, whether the function is given by name or by ARN', async () => {
  const { fn, invoke } = await startService();
  for (const FunctionName of ['hello', fn.arn, '000000000000:function:hello']) {
    const answer = await invoke({ FunctionName, Payload: Buffer.from('{"name":"gate"}') });
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(answer.FunctionError).toBeUndefined();
    expect(answer.Payload?.transformToString()).toBe('{"hello":"gate"}');
  }
});

test('a handler that throws answers 200 with the error', async () => {
  const { invoke } = await startService();
  const answer = await invoke({ Payload: Buffer.from('{"fail":true}') });
  expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
  expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toMatchObject({ errorMessage: 'as asked' });
});

test('an event is accepted with 202 and runs; a dry run does not', async () => {
  const { invoke, lines } = await startService();
  expect(await invoke({ InvocationType: 'DryRun', Payload: Buffer.from('{"name":"dry"}') })).toMatchObject({
    StatusCode: 204,
  });
  const answer = await invoke({ InvocationType: 'Event', Payload: Buffer.from('{"name":"later"}') });
  expect(answer).toMatchObject({ StatusCode: 202 });
  await eventually(() => expect(lines.join()).toContain('ran later'));
  expect(lines.join()).not.toContain('dry');
});

const tooLong = Buffer.from(JSON.stringify('x'.repeat(1024 * 1024)));

test.each<[string, string, Partial<InvokeCommandInput>]>([
  ['ResourceNotFoundException', 'a stranger', { FunctionName: 'nobody' }],
  ['InvalidRequestContentException', 'half a JSON', { Payload: Buffer.from('{"name":') }],
  ['RequestTooLargeException', 'an event over 1 MB', { InvocationType: 'Event', Payload: tooLong }],
  ['UnknownOperationException', 'a qualifier', { Qualifier: 'live' }],
  ['UnknownOperationException', 'the log of a run', { LogType: 'Tail' }],
  ['UnknownOperationException', 'a client context', { ClientContext: 'e30=' }],
])('%s for %s', async (name, _, input) => {
  const { invoke } = await startService();
  await expect(invoke(input)).rejects.toThrow(expect.objectContaining({ name }));
});

test('who may not invoke is refused, whether there is such a function or not, and nothing runs', async () => {
  const { stranger, fn, lines, onDisk } = await startService();
  for (const FunctionName of [fn.name, 'nobody']) {
    const command = new InvokeCommand({ FunctionName, InvocationType: 'Event' });
    await expect(stranger.send(command)).rejects.toThrow(expect.objectContaining({ name: 'AccessDeniedException' }));
  }
  expect(onDisk()).toBe(0);
  expect(lines).toEqual([]);
});

test('the configuration tells what the template says', async () => {
  const { client, fn } = await startService();
  const configuration = await client.send(new GetFunctionConfigurationCommand({ FunctionName: fn.name }));
  expect(configuration).toMatchObject({ FunctionArn: fn.arn, MemorySize: 128, Timeout: 30, State: 'Active' });
});
