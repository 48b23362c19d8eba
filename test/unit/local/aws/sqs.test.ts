// Goal: the queues behave as SQS' standard queues do, for the SDK's own client, and lose nothing over a restart.
// Method: the real client over loopback; time is moved by hand.
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  TagQueueCommand,
} from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createQueues } from '../../../../local/aws/sqs/queues.ts';
import type { QueuePlan } from '../../../../local/template/plan.ts';
import {
  account,
  allow,
  arn,
  clientConfig,
  openTestDatabase,
  operator,
  startEndpoint,
  temporaryFolder,
  worker,
  workerKey,
} from './endpoint.ts';
import { createManualClock } from './manual-clock.ts';
import { queuePlan } from './queue-plan.ts';

const dayS = 86_400;

async function startQueues(plans: QueuePlan[] = [queuePlan('failures')], folder = temporaryFolder()) {
  const clock = createManualClock();
  const database = openTestDatabase(folder);
  const queues = createQueues({ queues: plans, database, clock });
  const asWorker = worker(allow(['sqs:SendMessage'], [arn('sqs', 'failures')]));
  const { endpoint, lines, stop } = await startEndpoint([queues.service], { asWorker });
  const QueueUrl = `${endpoint}/${account}/failures`;
  const sqs = new SQSClient(clientConfig(endpoint));
  const receive = async (more: object = {}) => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'], ...more }),
    );
    return Messages;
  };
  const close = async () => {
    await stop();
    await database.close();
  };
  return { clock, queues, endpoint, lines, sqs, QueueUrl, receive, close, folder };
}

test('what is sent is received, with its attributes and receive count, until it is deleted', async () => {
  const { sqs, QueueUrl, receive, clock } = await startQueues();
  const sent = await sqs.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: '{"温度": 38.1}',
      MessageAttributes: {
        reason: { DataType: 'String', StringValue: 'timeout' },
        raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2, 255]) },
      },
    }),
  );
  const sentAt = clock.now();
  clock.advance(1_000);
  const [first] = await receive({ MessageAttributeNames: ['All'] });
  expect(first).toMatchObject({
    MessageId: sent.MessageId,
    Body: '{"温度": 38.1}',
    MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
    Attributes: { SentTimestamp: String(sentAt), ApproximateReceiveCount: '1', SenderId: 'operator' },
    MessageAttributes: { reason: { DataType: 'String', StringValue: 'timeout' } },
  });
  expect([...(first?.MessageAttributes?.['raw']?.BinaryValue ?? [])]).toEqual([1, 2, 255]);
  expect(await receive()).toEqual([]);

  clock.advance(30_000);
  const [second] = await receive();
  expect(second?.Attributes?.ApproximateReceiveCount).toBe('2');
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
  clock.advance(30_000);
  const [third] = await receive();
  expect(third?.MessageId, 'a receipt that has been superseded deletes nothing').toBe(sent.MessageId);
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: third?.ReceiptHandle }));
  clock.advance(60_000);
  expect(await receive()).toEqual([]);
});

test('a message, and that it is in flight, survives a restart', async () => {
  const before = await startQueues();
  await before.queues.send(arn('sqs', 'failures'), 'kept', operator);
  await before.queues.send(before.QueueUrl, 'in flight', operator);
  const taken = await before.receive({ MaxNumberOfMessages: 1 });
  expect(taken.map(({ Body }) => Body)).toEqual(['kept']);
  await before.close();

  const after = await startQueues(undefined, before.folder);
  expect((await after.receive()).map(({ Body }) => Body)).toEqual(['in flight']);
  after.clock.advance(30_000);
  expect((await after.receive()).map(({ Body }) => Body).sort()).toEqual(['in flight', 'kept']);
});

test('a long poll ends as soon as something is sent, delayed messages included', async () => {
  const { sqs, QueueUrl, receive, clock, queues } = await startQueues();
  const polled = receive({ WaitTimeSeconds: 20 });
  await vi.waitUntil(() => clock.pending() === 1);
  await queues.send(QueueUrl, 'at once', operator);
  expect((await polled).map(({ Body }) => Body)).toEqual(['at once']);

  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 5 }));
  expect(await receive()).toEqual([]);
  const delayed = receive({ WaitTimeSeconds: 20 });
  await vi.waitUntil(() => clock.pending() === 1);
  clock.advance(5_000);
  expect((await delayed).map(({ Body }) => Body)).toEqual(['later']);

  const empty = receive({ WaitTimeSeconds: 20 });
  await vi.waitUntil(() => clock.pending() === 1);
  clock.advance(20_000);
  expect(await empty).toEqual([]);
});

test('stopping ends a long poll at once', async () => {
  const { receive, clock, close } = await startQueues();
  const polled = receive({ WaitTimeSeconds: 20 });
  await vi.waitUntil(() => clock.pending() === 1);
  await close();
  expect(await polled).toEqual([]);
});

test('what was received too often moves to the dead letter queue', async () => {
  const dead = queuePlan('dead');
  const { sqs, QueueUrl, receive, clock, endpoint } = await startQueues([
    queuePlan('failures', { deadLetter: { targetArn: dead.arn, maxReceives: 2 } }),
    dead,
  ]);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'poison' }));
  for (const count of ['1', '2']) {
    expect((await receive())[0]?.Attributes?.ApproximateReceiveCount).toBe(count);
    clock.advance(30_000);
  }
  expect(await receive()).toEqual([]);
  const moved = await receive({ QueueUrl: `${endpoint}/${account}/dead` });
  expect(moved.map(({ Body }) => Body)).toEqual(['poison']);
});

test('visibility can be changed while in flight, and only then', async () => {
  const { sqs, QueueUrl, receive, clock } = await startQueues();
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
  const ReceiptHandle = (await receive())[0]?.ReceiptHandle;
  const change = (VisibilityTimeout: number) =>
    sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
  await change(600);
  clock.advance(500_000);
  expect(await receive()).toEqual([]);
  await change(0);
  expect(await receive()).toHaveLength(1);
  await expect(change(5)).rejects.toMatchObject({ name: 'MessageNotInflight' });
});

test('messages end after the retention, and the counts tell waiting, delayed and in flight apart', async () => {
  const { sqs, QueueUrl, receive, clock } = await startQueues();
  const counts = async () => {
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    const { ApproximateNumberOfMessages: waiting, ApproximateNumberOfMessagesDelayed: delayed } = Attributes ?? {};
    return [waiting, delayed, Attributes?.ApproximateNumberOfMessagesNotVisible].map(Number);
  };
  const Entries = ['a', 'b', 'c'].map((Id) => ({ Id, MessageBody: Id, DelaySeconds: Id === 'c' ? 60 : 0 }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  await receive({ MaxNumberOfMessages: 1 });
  expect(await counts()).toEqual([1, 1, 1]);
  clock.advance(4 * dayS * 1000 + 1);
  expect(await counts()).toEqual([0, 0, 0]);
});

test('a batch reports each entry by itself and refuses what AWS refuses as a whole', async () => {
  const { sqs, QueueUrl, receive } = await startQueues();
  const batch = (bodies: string[], id = (index: number) => `n${index}`) =>
    sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: bodies.map((MessageBody, index) => ({ Id: id(index), MessageBody })),
      }),
    );
  const mixed = await batch(['good', 'bad \u0000']);
  expect(mixed.Successful?.map(({ Id }) => Id)).toEqual(['n0']);
  expect(mixed.Failed).toMatchObject([{ Id: 'n1', SenderFault: true, Code: 'InvalidMessageContents' }]);
  await expect(batch([])).rejects.toMatchObject({ name: 'EmptyBatchRequest' });
  await expect(batch(Array(11).fill('x'))).rejects.toMatchObject({ name: 'TooManyEntriesInBatchRequest' });
  await expect(batch(['a', 'b'], () => 'same')).rejects.toMatchObject({ name: 'BatchEntryIdsNotDistinct' });
  await expect(batch(Array(3).fill('x'.repeat(400_000)))).rejects.toMatchObject({ name: 'BatchRequestTooLong' });
  const [message] = await receive();
  const removed = await sqs.send(
    new DeleteMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'a', ReceiptHandle: message?.ReceiptHandle },
        { Id: 'b', ReceiptHandle: 'nonsense' },
      ],
    }),
  );
  expect(removed.Successful?.map(({ Id }) => Id)).toEqual(['a']);
  expect(removed.Failed).toMatchObject([{ Id: 'b', Code: 'ReceiptHandleIsInvalid' }]);
});

test('what SQS refuses is refused, and so is what the local runtime does not have', async () => {
  const { sqs, QueueUrl, endpoint, queues } = await startQueues();
  const send = (MessageBody: string, more: object = {}) =>
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
  await expect(send('\ud800')).rejects.toMatchObject({ name: 'InvalidMessageContents' });
  await expect(send('x'.repeat(1024 * 1024 + 1))).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  await expect(send('x', { DelaySeconds: 901 })).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(send('x', { MessageGroupId: 'g' })).rejects.toThrow('MessageGroupId');
  await expect(send('x', { QueueUrl: `${endpoint}/${account}/other` })).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
  });
  await expect(queues.send(arn('sqs', 'other'), 'x', operator)).rejects.toMatchObject({ code: 'QueueDoesNotExist' });
  await expect(sqs.send(new TagQueueCommand({ QueueUrl, Tags: {} }))).rejects.toThrow('sqs:TagQueue is not supported');
});

test('a queue is found by its name and can be purged', async () => {
  const { sqs, QueueUrl, receive } = await startQueues();
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
  const found = await sqs.send(new GetQueueUrlCommand({ QueueName: 'failures' }));
  expect(new URL(found.QueueUrl ?? '').pathname).toBe(new URL(QueueUrl).pathname);
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  expect(await receive()).toEqual([]);
});

test('a role does what its policy says and nothing else; the refusal is logged with role, action and queue', async () => {
  const { endpoint, QueueUrl, lines } = await startQueues();
  const sqs = new SQSClient(clientConfig(endpoint, workerKey));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
  await expect(sqs.send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
  expect(lines).toEqual([
    `denied: User: arn:aws:iam::${account}:role/worker sqs:ReceiveMessage ${arn('sqs', 'failures')}`,
  ]);
});

test("a queue's own policy can let a service in, on the named resource's behalf only", async () => {
  const source = arn('sns', 'alerts');
  const { queues } = await startQueues([
    queuePlan('failures', {
      policy: [
        {
          ...allow(['sqs:SendMessage'], [arn('sqs', 'failures')]),
          principals: { Service: ['sns.amazonaws.com'] },
          conditions: { ArnEquals: { 'aws:SourceArn': [source] } },
        },
      ],
    }),
  ]);
  const send = (sourceArn: string) =>
    queues.send(arn('sqs', 'failures'), 'x', { service: 'sns.amazonaws.com', sourceArn });
  await send(source);
  await expect(send(arn('sns', 'other'))).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(queues.send(arn('sqs', 'failures'), 'x', worker())).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('law: every body that SQS takes comes back as it was', { timeout: 30_000 }, async () => {
  const { sqs, QueueUrl, receive } = await startQueues();
  const body = fc
    .string({ unit: 'binary', minLength: 1 })
    .map((text) => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '?'));
  await fc.assert(
    fc.asyncProperty(fc.array(body, { minLength: 1, maxLength: 10 }), async (bodies) => {
      const Entries = bodies.map((MessageBody, index) => ({ Id: `${index}`, MessageBody }));
      await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      const messages = await receive();
      expect(messages.map(({ Body }) => Body).sort()).toEqual([...bodies].sort());
      const handles = messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: handles }));
    }),
    { numRuns: 20 },
  );
});
