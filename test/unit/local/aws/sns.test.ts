// Goal: a topic takes what the SDK publishes, and what it took reaches the queues and loopback URLs that subscribed.
// Method: the real clients over loopback; delivery over HTTP into a real server.
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import {
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createTopicService } from '../../../../local/aws/sns/operations.ts';
import { createTopicStore } from '../../../../local/aws/sns/store.ts';
import { createQueues } from '../../../../local/aws/sqs/queues.ts';
import {
  account,
  allow,
  arn,
  clientConfig,
  openTestDatabase,
  startEndpoint,
  temporaryFolder,
  worker,
  workerKey,
} from './endpoint.ts';
import { createManualClock } from './manual-clock.ts';
import { queuePlan } from './queue-plan.ts';

const TopicArn = arn('sns', 'operators');
const queueArn = arn('sqs', 'inbox');

/** The statement of a queue's policy that lets the topic in. */
const fromTopic = {
  ...allow(['sqs:SendMessage'], [queueArn]),
  principals: { Service: ['sns.amazonaws.com'] },
  conditions: { ArnEquals: { 'aws:SourceArn': [TopicArn] } },
};

async function startTopics({ folder = temporaryFolder(), queuePolicy = [fromTopic] } = {}) {
  const clock = createManualClock();
  const database = openTestDatabase(folder);
  const queues = createQueues({ queues: [queuePlan('inbox', { policy: queuePolicy })], database, clock });
  const deliveries: string[] = [];
  const topics = [{ logicalId: 'T', name: 'operators', arn: TopicArn, policy: [] }];
  const service = createTopicService({
    topics,
    queues,
    database,
    clock,
    home: folder,
    log: (line) => deliveries.push(line),
  });
  const asWorker = worker(allow(['sns:Publish'], [TopicArn]));
  const { endpoint, lines, stop } = await startEndpoint([service, queues.service], { asWorker });
  const sns = new SNSClient(clientConfig(endpoint));
  const sqs = new SQSClient(clientConfig(endpoint));
  const receive = async () => {
    const QueueUrl = `${endpoint}/${account}/inbox`;
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
    );
    return Messages;
  };
  const subscribe = (Protocol: string, Endpoint: string, raw = false) =>
    sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol,
        Endpoint,
        ...(raw ? { Attributes: { RawMessageDelivery: 'true' } } : {}),
      }),
    );
  const close = async () => {
    await stop();
    await database.close();
  };
  return { folder, clock, database, endpoint, lines, deliveries, sns, receive, subscribe, close };
}

test('a publication is recorded and reaches a subscribed queue in its envelope, over a restart', async () => {
  const before = await startTopics();
  await before.subscribe('sqs', queueArn);
  const { MessageId } = await before.sns.send(
    new PublishCommand({
      TopicArn,
      Subject: 'Gate offline',
      Message: '门 <1> & "2"',
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'offline' } },
    }),
  );
  await before.close();

  const after = await startTopics({ folder: before.folder });
  const [message] = await after.receive();
  expect(JSON.parse(message?.Body ?? '')).toEqual({
    Type: 'Notification',
    MessageId,
    TopicArn,
    Subject: 'Gate offline',
    Message: '门 <1> & "2"',
    Timestamp: new Date(before.clock.now()).toISOString(),
    MessageAttributes: { kind: { Type: 'String', Value: 'offline' } },
  });
  expect(createTopicStore(after.database).recent(TopicArn, 10)).toEqual([{ id: MessageId, message: '门 <1> & "2"' }]);
});

test('raw delivery hands on the bare message and its attributes', async () => {
  const { sns, receive, subscribe } = await startTopics();
  await subscribe('sqs', queueArn, true);
  const MessageAttributes = { kind: { DataType: 'Number', StringValue: '1' } };
  await sns.send(new PublishCommand({ TopicArn, Message: 'bare', MessageAttributes }));
  expect(await receive()).toMatchObject([{ Body: 'bare', MessageAttributes }]);
});

test('a subscription is made once, listed, and ends', async () => {
  const { sns, subscribe, receive } = await startTopics();
  const { SubscriptionArn } = await subscribe('sqs', queueArn);
  expect((await subscribe('sqs', queueArn)).SubscriptionArn).toBe(SubscriptionArn);
  const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(Subscriptions).toEqual([{ SubscriptionArn, TopicArn, Owner: account, Protocol: 'sqs', Endpoint: queueArn }]);
  await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
  await sns.send(new PublishCommand({ TopicArn, Message: 'nobody hears' }));
  expect(await receive()).toEqual([]);
});

test('a queue whose policy does not let the topic in gets nothing, and the log says so', async () => {
  const { sns, receive, subscribe, deliveries } = await startTopics({ queuePolicy: [] });
  await subscribe('sqs', queueArn);
  const { MessageId } = await sns.send(new PublishCommand({ TopicArn, Message: 'x' }));
  expect(await receive()).toEqual([]);
  expect(deliveries.join()).toContain(`${MessageId} to ${queueArn}: Service: sns.amazonaws.com is not authorized`);
});

test('a loopback URL gets the publication, and again when it fails at first', async () => {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    bodies.push(body);
    response.writeHead(bodies.length === 1 ? 500 : 200).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { sns, subscribe, clock } = await startTopics();
  await subscribe('http', `http://127.0.0.1:${port}/hook`);
  await sns.send(new PublishCommand({ TopicArn, Message: 'ring' }));
  await vi.waitUntil(() => clock.pending() === 1);
  clock.advance(1_000);
  await vi.waitUntil(() => bodies.length === 2);
  expect(bodies.map((body) => JSON.parse(body).Message)).toEqual(['ring', 'ring']);
});

test('a text to a phone is kept in a file and sent to nobody; who may publish to a topic alone may send none', async () => {
  const { sns, endpoint, folder } = await startTopics();
  const text = { PhoneNumber: '+8613800000001', Message: '有告警 an alert' };
  const { MessageId } = await sns.send(new PublishCommand(text));
  const [line = ''] = readFileSync(join(folder, 'sms.jsonl'), 'utf8').split('\n');
  expect(JSON.parse(line)).toMatchObject({ id: MessageId, phoneNumber: text.PhoneNumber, message: text.Message });
  expect(statSync(join(folder, 'sms.jsonl')).mode & 0o077).toBe(0);
  for (const bad of [{ PhoneNumber: '12345' }, { Message: 'x'.repeat(1_601) }]) {
    await expect(sns.send(new PublishCommand({ ...text, ...bad }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  }
  const asWorker = new SNSClient(clientConfig(endpoint, workerKey));
  await expect(asWorker.send(new PublishCommand(text))).rejects.toMatchObject({ name: 'AuthorizationErrorException' });
});

test('what SNS or the local runtime does not take is refused by name', async () => {
  const { sns, subscribe, endpoint, lines } = await startTopics();
  const publish = (more: object) => sns.send(new PublishCommand({ TopicArn, Message: 'x', ...more }));
  await expect(publish({ TopicArn: arn('sns', 'other') })).rejects.toMatchObject({ name: 'NotFoundException' });
  await expect(publish({ Message: 'x'.repeat(256 * 1024 + 1) })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
  await expect(publish({ Subject: 'two\nlines' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(publish({ MessageStructure: 'json' })).rejects.toThrow('MessageStructure');
  await expect(subscribe('http', 'http://example.com/')).rejects.toThrow('127.0.0.1 only');
  await expect(subscribe('email', 'a@example.com')).rejects.toThrow('Protocol');
  const other = new SetTopicAttributesCommand({ TopicArn, AttributeName: 'DisplayName', AttributeValue: 'x' });
  await expect(sns.send(other)).rejects.toThrow('sns:SetTopicAttributes is not supported');

  const asWorker = new SNSClient(clientConfig(endpoint, workerKey));
  await asWorker.send(new PublishCommand({ TopicArn, Message: 'allowed' }));
  const denied = asWorker.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  await expect(denied).rejects.toMatchObject({ name: 'AuthorizationErrorException' });
  expect(lines.join()).toContain(`sns:ListSubscriptionsByTopic ${TopicArn}`);
});
