import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../clock.ts';
import { sqsLimits } from '../../limits.ts';
import type { Database } from '../../store/database.ts';
import type { QueuePlan } from '../../template/plan.ts';
import { AwsError } from '../aws-error.ts';
import { checkMessage, type MessageAttributes } from './message.ts';
import { createMessageStore, type MessageStore, type ReceivedMessage } from './store.ts';
import { createWaiters } from './waiters.ts';

/** What the operations of the SQS endpoint stand on. */
export interface QueueEngine {
  store: MessageStore;
  database: Database;
  clock: Clock;
  /** @throws AwsError when there is no such queue. */
  find(arnOrUrl: string): QueuePlan;
  /** @throws AwsError when there is no such queue. */
  named(name: string): QueuePlan;
  /** @throws AwsError when the message is not one that SQS takes. */
  enqueue(queue: QueuePlan, message: OutgoingMessage): Enqueued;
  /** Lets long polls look again. */
  wake(queue: QueuePlan): void;
  /** Waits up to `waitMs` for messages; gives up when `signal` aborts. */
  receive(queue: QueuePlan, options: ReceiveOptions): Promise<ReceivedMessage[]>;
}

/** A checked message: `write` puts it on the queue and returns its id; `done` is called once that is on disk. */
export interface Enqueued {
  write: (sql: DatabaseSync) => string;
  done: () => void;
}

interface OutgoingMessage {
  body: string;
  attributes: MessageAttributes;
  sender: string;
  delayMs?: number | undefined;
}

interface ReceiveOptions {
  max: number;
  waitMs: number;
  visibilityMs: number;
  signal: AbortSignal;
}

export function createQueueEngine({
  queues,
  database,
  clock,
}: {
  queues: readonly QueuePlan[];
  database: Database;
  clock: Clock;
}): QueueEngine {
  const store = createMessageStore(database);
  const waiters = createWaiters(clock);
  // The port in a queue's URL may change from one run to the next: account and name tell which queue it is.
  const byName = new Map(queues.flatMap((queue) => [queue.arn, pathOf(queue.url)].map((key) => [key, queue] as const)));

  return {
    store,
    database,
    clock,
    find(arnOrUrl) {
      const queue = byName.get(arnOrUrl) ?? byName.get(pathOf(arnOrUrl));
      if (queue === undefined) throw noSuchQueue();
      return queue;
    },
    named(name) {
      const queue = queues.find((one) => one.name === name);
      if (queue === undefined) throw noSuchQueue();
      return queue;
    },
    wake: (queue) => waiters.wake(queue.arn),
    enqueue(queue, { body, attributes, sender, delayMs = queue.delayS * 1000 }) {
      checkMessage(body, attributes);
      return {
        write: (sql) => {
          const now = clock.now();
          store.expire(sql, queue.arn, now - queue.retentionS * 1000);
          return store.insert(sql, {
            queueArn: queue.arn,
            body,
            attributes,
            sender,
            sentAt: now,
            visibleAt: now + delayMs,
          });
        },
        done: () => waiters.wake(queue.arn),
      };
    },
    async receive(queue, { max, waitMs, visibilityMs, signal }) {
      const deadline = clock.now() + waitMs;
      while (true) {
        const now = clock.now();
        const nextAt = store.nextVisibleAt(queue.arn) ?? Number.POSITIVE_INFINITY;
        if (nextAt <= now) {
          const messages = await database.commit((sql) => {
            store.expire(sql, queue.arn, now - queue.retentionS * 1000);
            return store.receive(sql, queue, { max: Math.min(max, sqsLimits.receiveMaxMessages), now, visibilityMs });
          });
          if (queue.deadLetter !== undefined) waiters.wake(queue.deadLetter.targetArn);
          if (messages.length > 0) return messages;
        } else {
          if (now >= deadline || signal.aborted) return [];
          await waiters.wait(queue.arn, Math.min(nextAt, deadline) - now, signal);
        }
      }
    },
  };
}

function noSuchQueue(): AwsError {
  return new AwsError('QueueDoesNotExist', 'The specified queue does not exist.', {
    queryCode: 'AWS.SimpleQueueService.NonExistentQueue',
  });
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : '';
}
