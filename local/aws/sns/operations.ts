import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { TopicPlan } from '../../template/plan.ts';
import { authorise } from '../authorise.ts';
import { AwsError } from '../aws-error.ts';
import { isLoopbackUrl } from '../guard.ts';
import { queryOperation, queryService } from '../query-service.ts';
import type { AwsService, Caller } from '../service.ts';
import { messageAttribute } from '../sqs/message.ts';
import { createTopicEngine, type TopicEngine, type TopicOptions } from './engine.ts';
import type { Subscription } from './store.ts';
import { createSentTexts } from './texts.ts';

// A form has a map as `entry.1.{key}` and `entry.1.{value}`; their names differ by operation.
const messageAttributes = z
  .strictObject({ entry: z.record(z.string(), z.strictObject({ Name: z.string(), Value: messageAttribute })) })
  .transform(({ entry }) => Object.fromEntries(Object.values(entry).map(({ Name, Value }) => [Name, Value])));

const subscriptionAttribute = z.strictObject({
  key: z.literal('RawMessageDelivery'),
  value: z.enum(['true', 'false']),
});

const publishInput = z.strictObject({
  TopicArn: z.string().optional(),
  PhoneNumber: z.string().optional(),
  Message: z.string(),
  Subject: z.string().optional(),
  MessageAttributes: messageAttributes.default({}),
});

const subscribeInput = z.strictObject({
  TopicArn: z.string(),
  Protocol: z.enum(['sqs', 'http']),
  Endpoint: z.string(),
  Attributes: z.strictObject({ entry: z.record(z.string(), subscriptionAttribute) }).optional(),
  ReturnSubscriptionArn: z.string().optional(),
});

/** The topics of a stack behind the SNS endpoint: https://docs.aws.amazon.com/sns/latest/api/API_Operations.html */
export function createTopicService(options: TopicOptions & { home: string }): AwsService {
  const engine = createTopicEngine(options);
  const texts = createSentTexts(options);
  return queryService({
    signingName: 'sns',
    version: '2010-03-31',
    operations: {
      Publish: queryOperation(publishInput, async (input, caller) => {
        const { Message: message, Subject: subject, MessageAttributes: attributes } = input;
        if (input.PhoneNumber !== undefined && input.TopicArn === undefined) {
          // A phone is no resource: only who may publish to whatever there is may send texts.
          authorise(caller, 'sns:Publish', '*');
          const id = randomUUID();
          texts.keep({ id, phoneNumber: input.PhoneNumber, message });
          return { MessageId: id };
        }
        const topic = permittedTopic(engine, input.TopicArn ?? '', caller, 'Publish');
        return { MessageId: await engine.publish(topic, { message, subject, attributes }) };
      }),
      Subscribe: queryOperation(subscribeInput, async (input, caller) => {
        const topic = permittedTopic(engine, input.TopicArn, caller, 'Subscribe');
        const subscription = { topicArn: topic.arn, protocol: input.Protocol, endpoint: input.Endpoint };
        if (input.Protocol === 'http' && !isLoopbackUrl(input.Endpoint)) {
          throw new AwsError(
            'InvalidParameter',
            'Invalid parameter: Endpoint. The local runtime posts to 127.0.0.1 only.',
          );
        }
        const raw = Object.values(input.Attributes?.entry ?? {}).some(({ value }) => value === 'true');
        const { arn } = await engine.database.commit((sql) => engine.store.subscribe(sql, { ...subscription, raw }));
        return { SubscriptionArn: arn };
      }),
      Unsubscribe: queryOperation(z.strictObject({ SubscriptionArn: z.string() }), async (input, caller) => {
        const topicArn = input.SubscriptionArn.slice(0, input.SubscriptionArn.lastIndexOf(':'));
        permittedTopic(engine, topicArn, caller, 'Unsubscribe');
        await engine.database.commit((sql) => engine.store.unsubscribe(sql, input.SubscriptionArn));
        return {};
      }),
      ListSubscriptionsByTopic: queryOperation(z.strictObject({ TopicArn: z.string() }), async (input, caller) => {
        const topic = permittedTopic(engine, input.TopicArn, caller, 'ListSubscriptionsByTopic');
        return { Subscriptions: engine.store.subscriptions(topic.arn).map(described) };
      }),
    },
  });
}

/** Finds the topic and lets the caller do `action` with it. */
function permittedTopic(engine: TopicEngine, arn: string, caller: Caller, action: string): TopicPlan {
  const topic = engine.find(arn);
  authorise(caller, `sns:${action}`, topic.arn, topic.policy);
  return topic;
}

function described({ arn, topicArn, protocol, endpoint }: Subscription) {
  const [, , , , account = ''] = topicArn.split(':');
  return { SubscriptionArn: arn, Owner: account, Protocol: protocol, Endpoint: endpoint, TopicArn: topicArn };
}
