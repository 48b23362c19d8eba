import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../store/database.ts';
import type { TopicPlan } from '../../template/plan.ts';
import type { ServiceCaller } from '../authorise.ts';
import { AwsError } from '../aws-error.ts';
import type { Enqueued } from '../sqs/engine.ts';
import type { Queues } from '../sqs/queues.ts';
import { createHttpDelivery } from './http-delivery.ts';
import { checkPublication, envelope, type Publication } from './publication.ts';
import { createTopicStore, type Subscription, type TopicStore } from './store.ts';

export interface TopicOptions {
  topics: readonly TopicPlan[];
  /** Where subscriptions of queues deliver to. */
  queues: Pick<Queues, 'prepare'>;
  database: Database;
  clock: Clock;
  log: (line: string) => void;
}

/** What the operations of the SNS endpoint stand on. */
export interface TopicEngine {
  store: TopicStore;
  database: Database;
  /** @throws AwsError when there is no such topic. */
  find(arn: string): TopicPlan;
  /** Resolves with the message's id once it, and a copy on each subscribed queue, is on disk. */
  publish(topic: TopicPlan, message: Pick<Publication, 'message' | 'subject' | 'attributes'>): Promise<string>;
}

export function createTopicEngine({ topics, queues, database, clock, log }: TopicOptions): TopicEngine {
  const store = createTopicStore(database);
  const byArn = new Map(topics.map((topic) => [topic.arn, topic]));
  const deliverByHttp = createHttpDelivery({ clock, log });

  /** The write that puts a publication on a subscribed queue; a queue that refuses it is logged, as SNS would. */
  const prepare = (subscription: Subscription, publication: Publication): Enqueued[] => {
    const { message, attributes } = publication;
    const caller = serviceCaller(subscription.topicArn);
    try {
      return [
        subscription.raw
          ? queues.prepare(subscription.endpoint, message, caller, attributes)
          : queues.prepare(subscription.endpoint, envelope(publication), caller),
      ];
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      log(`failed: delivery of ${publication.id} to ${subscription.endpoint}: ${error.message}`);
      return [];
    }
  };

  return {
    store,
    database,
    find(arn) {
      const topic = byArn.get(arn);
      if (topic === undefined) throw new AwsError('NotFound', 'Topic does not exist', { status: 404 });
      return topic;
    },
    async publish(topic, { message, subject, attributes }) {
      checkPublication(message, subject, attributes);
      const publication: Publication = {
        id: randomUUID(),
        topicArn: topic.arn,
        message,
        subject,
        attributes,
        publishedAt: clock.now(),
      };
      const subscriptions = store.subscriptions(topic.arn);
      const copies = subscriptions
        .filter(({ protocol }) => protocol === 'sqs')
        .flatMap((subscription) => prepare(subscription, publication));
      await database.commit((sql) => {
        store.record(sql, publication);
        for (const { write } of copies) write(sql);
      });
      for (const { done } of copies) done();
      for (const subscription of subscriptions) {
        if (subscription.protocol === 'http') deliverByHttp(subscription, publication);
      }
      return publication.id;
    },
  };
}

function serviceCaller(topicArn: string): ServiceCaller {
  return { service: 'sns.amazonaws.com', sourceArn: topicArn };
}
