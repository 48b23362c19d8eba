// Goal: a queue's messages reach its function as SQS' do on Lambda; what fails comes again, and too often is too often.
// Method: real queues on disk, a real function that fails as its messages say; time is in the test's hand.
import { expect, test } from 'vitest';
import type { Caller } from '../../../../local/aws/service.ts';
import { createQueues } from '../../../../local/aws/sqs/queues.ts';
import { createEventSources } from '../../../../local/lambda/event-sources.ts';
import type { EventSourcePlan } from '../../../../local/template/plan.ts';
import { allow, operator, temporaryFolder, worker } from '../aws/endpoint.ts';
import { createManualClock } from '../aws/manual-clock.ts';
import { queuePlan } from '../aws/queue-plan.ts';
import { eventually, functionOf, startLambda } from './start-lambda.ts';

const dead = queuePlan('dead');
const jobs = queuePlan('jobs', { visibilityTimeoutS: 60, deadLetter: { targetArn: dead.arn, maxReceives: 2 } });
const mayRead = allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage'], [jobs.arn]);

/** Says what it got; a body that begins with "bad" fails by itself, "throw" the whole batch, "nonsense" the report. */
const work = `
export const handler = async ({ Records }) => {
  console.log('got ' + JSON.stringify(Records.map(({ body, attributes }) => body + ' ' + attributes.ApproximateReceiveCount)));
  if (Records.some(({ body }) => body === 'event')) console.log('event ' + JSON.stringify(Records[0]));
  if (Records.some(({ body }) => body === 'throw')) throw new Error('planted');
  if (Records.some(({ body }) => body === 'nonsense')) return { batchItemFailures: [{ itemIdentifier: '' }] };
  return { batchItemFailures: Records.filter(({ body }) => body.startsWith('bad')).map(({ messageId }) => ({ itemIdentifier: messageId })) };
};
`;

async function startSource(changes: Partial<EventSourcePlan> = {}, caller: Caller = worker(mayRead)) {
  const fn = functionOf(temporaryFolder(), 'work', work);
  const clock = createManualClock();
  const { runtime, database, lines, end } = await startLambda([fn], { clock });
  const queues = createQueues({ queues: [jobs, dead], database, clock });
  const source = {
    name: 'source',
    queueArn: jobs.arn,
    functionArn: fn.arn,
    enabled: true,
    batchSize: 10,
    concurrency: 1,
    reportsFailures: true,
    ...changes,
  };
  const sources = createEventSources({
    sources: [source],
    functions: [fn],
    queues,
    runtime,
    callerOf: () => caller,
    clock,
    log: ({ line }) => lines.push(line),
  });
  const bodies = (queue: string) =>
    database.sql
      .prepare('select body from sqs_messages where queue = ? order by id')
      .all(queue)
      .map(({ body }) => body);
  const got = () => lines.filter((line) => line.includes('got ')).map((line) => line.slice(line.indexOf('got ') + 4));
  const send = (...texts: string[]) => Promise.all(texts.map((text) => queues.send(jobs.arn, text, operator)));
  const stop = async () => {
    const stopped = sources.stop();
    await end();
    await stopped;
  };
  return { sources, clock, lines, got, send, stop, left: () => bodies(jobs.arn), dead: () => bodies(dead.arn) };
}

test('a batch: what is done is gone, what failed comes again and then lies in the dead letter queue', async () => {
  const { sources, clock, got, send, stop, left, dead: given } = await startSource();
  await send('good', 'bad', 'fine');
  sources.start();
  await eventually(() => expect(left()).toEqual(['bad']));
  expect(got()).toEqual(['["good 1","bad 1","fine 1"]']);
  clock.advance(60_000);
  await eventually(() => expect(got()).toHaveLength(2));
  expect(got()[1]).toBe('["bad 2"]');
  await eventually(() => {
    clock.advance(60_000);
    expect(given()).toEqual(['bad']);
  });
  expect(left()).toEqual([]);
  await stop();
});

test('all of a batch comes again when the function throws, or says what is no report', async () => {
  const { sources, send, stop, left, lines } = await startSource({ batchSize: 2 });
  await send('good', 'throw', 'one', 'nonsense');
  sources.start();
  await eventually(() => expect(lines.filter((line) => line.includes('2 of 2 messages stay'))).toHaveLength(2));
  expect(left()).toHaveLength(4);
  await stop();
});

test('a function that does not report has done all when it returns; the event is as on AWS', async () => {
  const { sources, send, stop, left, lines } = await startSource({ reportsFailures: false });
  await send('event', 'bad');
  sources.start();
  await eventually(() => expect(left()).toEqual([]));
  const record = lines.find((line) => line.includes('event {')) ?? '';
  expect(JSON.parse(record.slice(record.indexOf('{')))).toMatchObject({
    messageId: expect.any(String),
    receiptHandle: expect.any(String),
    body: 'event',
    attributes: { ApproximateReceiveCount: '1', SenderId: 'operator', SentTimestamp: expect.any(String) },
    messageAttributes: {},
    md5OfBody: '4119639092e62c55ea8be348e4d9260d',
    eventSource: 'aws:sqs',
    eventSourceARN: jobs.arn,
    awsRegion: 'local-1',
  });
  await stop();
});

test('a role that may not read its queue is told of, and one that is switched off reads nothing', async () => {
  const denied = await startSource({}, worker());
  await denied.send('good');
  denied.sources.start();
  await eventually(() => expect(denied.lines[0]).toContain('its queue cannot be read (AccessDenied'));
  expect(denied.left()).toEqual(['good']);
  await denied.stop();
  const off = await startSource({ enabled: false });
  await off.send('good');
  off.sources.start();
  await off.stop();
});
