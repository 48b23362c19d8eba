import type { Clock } from '../../clock.ts';
import { sqsLimits } from '../../limits.ts';
import type { Database } from '../../store/database.ts';
import type { QueuePlan } from '../../template/plan.ts';
import { authorise, type ServiceCaller } from '../authorise.ts';
import type { AwsService, Caller } from '../service.ts';
import { createQueueEngine, type Enqueued } from './engine.ts';
import type { MessageAttributes } from './message.ts';
import { createQueueService } from './operations.ts';
import { permittedQueue } from './permitted-queue.ts';
import { parseReceipt, type ReceivedMessage } from './store.ts';

/** The queues of a stack: SQS' standard queues, durable. */
export interface Queues {
  /**
   * Sends to a queue on behalf of `caller`. Resolves when the message is on disk.
   * @throws AwsError when there is no such queue, the message is too long, or the caller may not send.
   */
  send(
    arnOrUrl: string,
    body: string,
    caller: Caller | ServiceCaller,
    attributes?: MessageAttributes,
  ): Promise<{ messageId: string }>;
  /** Checks a message like `send` and returns the write that puts it on the queue, for a commit of the caller's own. */
  prepare(arnOrUrl: string, body: string, caller: Caller | ServiceCaller, attributes?: MessageAttributes): Enqueued;
  /**
   * Takes messages on behalf of `caller`; waits a while for some, or until `signal` aborts.
   * @throws AwsError when there is no such queue or the caller may not.
   */
  receive(arn: string, caller: Caller, options: { max: number; signal: AbortSignal }): Promise<ReceivedMessage[]>;
  /** Deletes messages that `receive` has handed out. @throws AwsError */
  remove(arn: string, caller: Caller, receiptHandles: readonly string[]): Promise<void>;
  service: AwsService;
}

export function createQueues(options: { queues: readonly QueuePlan[]; database: Database; clock: Clock }): Queues {
  const engine = createQueueEngine(options);
  const prepare: Queues['prepare'] = (arnOrUrl, body, caller, attributes = {}) => {
    const queue = engine.find(arnOrUrl);
    authorise(caller, 'sqs:SendMessage', queue.arn, queue.policy);
    const sender = 'service' in caller ? caller.service : caller.roleArn;
    return engine.enqueue(queue, { body, attributes, sender });
  };
  return {
    prepare,
    send: async (arnOrUrl, body, caller, attributes) => {
      const { write, done } = prepare(arnOrUrl, body, caller, attributes);
      const messageId = await options.database.commit(write);
      done();
      return { messageId };
    },
    receive: (arn, caller, { max, signal }) => {
      const queue = permittedQueue(engine, arn, caller, 'ReceiveMessage');
      const visibilityMs = queue.visibilityTimeoutS * 1000;
      return engine.receive(queue, { max, waitMs: sqsLimits.waitMaxS * 1000, visibilityMs, signal });
    },
    remove: async (arn, caller, receiptHandles) => {
      const queue = permittedQueue(engine, arn, caller, 'DeleteMessage');
      await options.database.commit((sql) => {
        for (const receipt of receiptHandles.map(parseReceipt)) {
          if (receipt !== undefined) engine.store.delete(sql, queue.arn, receipt);
        }
      });
    },
    service: createQueueService(engine),
  };
}
