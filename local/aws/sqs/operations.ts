import * as z from 'zod';
import { sqsLimits } from '../../limits.ts';
import type { QueuePlan } from '../../template/plan.ts';
import { authorise } from '../authorise.ts';
import { AwsError } from '../aws-error.ts';
import { type JsonOperation, jsonOperation, jsonService } from '../json-service.ts';
import type { AwsService, Caller } from '../service.ts';
import { batchOf, runBatch } from './batch.ts';
import type { QueueEngine } from './engine.ts';
import { attributesMd5, type MessageAttributes, md5, messageAttributes, messageBytes } from './message.ts';
import { permittedQueue } from './permitted-queue.ts';
import { queueAttributeNames, queueAttributes } from './queue-attributes.ts';
import { receiveOperation } from './receive.ts';
import { parseReceipt, type Receipt } from './store.ts';

const queueUrl = z.string();

const outgoing = {
  MessageBody: z.string(),
  DelaySeconds: z.int().min(0).max(sqsLimits.delayMaxS).optional(),
  MessageAttributes: messageAttributes.optional(),
};
const receipt = { ReceiptHandle: z.string() };
const visibility = { ...receipt, VisibilityTimeout: z.int().min(0).max(sqsLimits.visibilityMaxS) };

/** SQS in its JSON protocol: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html */
export function createQueueService(engine: QueueEngine): AwsService {
  return jsonService({
    signingName: 'sqs',
    targetPrefix: 'AmazonSQS',
    operations: {
      ...sending(engine),
      ...settling(engine),
      ...describing(engine),
      ReceiveMessage: receiveOperation(engine),
    },
  });
}

function sending(engine: QueueEngine): Record<string, JsonOperation> {
  const send = async (queue: QueuePlan, caller: Caller, message: z.infer<z.ZodObject<typeof outgoing>>) => {
    const attributes: MessageAttributes = message.MessageAttributes ?? {};
    const { write, done } = engine.enqueue(queue, {
      body: message.MessageBody,
      attributes,
      sender: caller.roleArn,
      delayMs: message.DelaySeconds === undefined ? undefined : message.DelaySeconds * 1000,
    });
    const id = await engine.database.commit(write);
    done();
    return {
      MessageId: id,
      MD5OfMessageBody: md5(message.MessageBody),
      MD5OfMessageAttributes: attributesMd5(attributes),
    };
  };
  return {
    SendMessage: jsonOperation(z.strictObject({ QueueUrl: queueUrl, ...outgoing }), (input, caller) =>
      send(permittedQueue(engine, input.QueueUrl, caller, 'SendMessage'), caller, input),
    ),
    SendMessageBatch: jsonOperation(batchOf(outgoing), (input, caller) => {
      const queue = permittedQueue(engine, input.QueueUrl, caller, 'SendMessage');
      const bytes = input.Entries.reduce(
        (sum, entry) => sum + messageBytes(entry.MessageBody, entry.MessageAttributes ?? {}),
        0,
      );
      if (bytes > sqsLimits.messageMaxBytes) {
        throw new AwsError(
          'BatchRequestTooLong',
          `Batch requests cannot be longer than ${sqsLimits.messageMaxBytes} bytes. You have sent ${bytes} bytes.`,
          { queryCode: 'AWS.SimpleQueueService.BatchRequestTooLong' },
        );
      }
      return runBatch(input.Entries, (entry) => send(queue, caller, entry));
    }),
  };
}

function settling(engine: QueueEngine): Record<string, JsonOperation> {
  const remove = async (queue: QueuePlan, { ReceiptHandle }: { ReceiptHandle: string }) => {
    const handle = receiptOf(ReceiptHandle);
    await engine.database.commit((sql) => engine.store.delete(sql, queue.arn, handle));
    return {};
  };
  const change = async (queue: QueuePlan, input: z.infer<z.ZodObject<typeof visibility>>) => {
    const handle = receiptOf(input.ReceiptHandle);
    const now = engine.clock.now();
    const times = { now, until: now + input.VisibilityTimeout * 1000 };
    const changed = await engine.database.commit((sql) => engine.store.changeVisibility(sql, queue.arn, handle, times));
    if (!changed) {
      throw new AwsError('MessageNotInflight', 'The message referred to is not in flight.', {
        queryCode: 'AWS.SimpleQueueService.MessageNotInflight',
      });
    }
    engine.wake(queue);
    return {};
  };
  return {
    DeleteMessage: jsonOperation(z.strictObject({ QueueUrl: queueUrl, ...receipt }), (input, caller) =>
      remove(permittedQueue(engine, input.QueueUrl, caller, 'DeleteMessage'), input),
    ),
    DeleteMessageBatch: jsonOperation(batchOf(receipt), (input, caller) => {
      const queue = permittedQueue(engine, input.QueueUrl, caller, 'DeleteMessage');
      return runBatch(input.Entries, (entry) => remove(queue, entry));
    }),
    ChangeMessageVisibility: jsonOperation(z.strictObject({ QueueUrl: queueUrl, ...visibility }), (input, caller) =>
      change(permittedQueue(engine, input.QueueUrl, caller, 'ChangeMessageVisibility'), input),
    ),
    ChangeMessageVisibilityBatch: jsonOperation(batchOf(visibility), (input, caller) => {
      const queue = permittedQueue(engine, input.QueueUrl, caller, 'ChangeMessageVisibility');
      return runBatch(input.Entries, (entry) => change(queue, entry));
    }),
  };
}

function describing(engine: QueueEngine): Record<string, JsonOperation> {
  return {
    GetQueueUrl: jsonOperation(
      z.strictObject({ QueueName: z.string(), QueueOwnerAWSAccountId: z.string().optional() }),
      (input, caller) => {
        const queue = engine.named(input.QueueName);
        authorise(caller, 'sqs:GetQueueUrl', queue.arn, queue.policy);
        return { QueueUrl: queue.url };
      },
    ),
    GetQueueAttributes: jsonOperation(
      z.strictObject({ QueueUrl: queueUrl, AttributeNames: z.array(queueAttributeNames).optional() }),
      async (input, caller) => {
        const queue = permittedQueue(engine, input.QueueUrl, caller, 'GetQueueAttributes');
        return { Attributes: await queueAttributes(engine, queue, input.AttributeNames ?? []) };
      },
    ),
    PurgeQueue: jsonOperation(z.strictObject({ QueueUrl: queueUrl }), async (input, caller) => {
      const queue = permittedQueue(engine, input.QueueUrl, caller, 'PurgeQueue');
      await engine.database.commit((sql) => engine.store.purge(sql, queue.arn));
      return {};
    }),
  };
}

function receiptOf(handle: string): Receipt {
  const parsed = parseReceipt(handle);
  if (parsed === undefined) {
    throw new AwsError('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
  }
  return parsed;
}
