import { ChangeMessageVisibilityBatchCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { failuresLimits } from '../domain/limits/functions.ts';
import type { Deployment } from './deployment.ts';
import { type Failure, readFailure } from './failures.ts';

/** SQS asks all of its servers for as long before it says that there is nothing; without, it may overlook messages. */
const waitS = 1;
/** SQS takes and gives no more in one request. */
export const receivedAtOnceMax = 10;

/** Messages of the failures queue; nobody else gets them until they are deleted, given back, or some time is over. */
export async function receiveFailures({ clients, outputs }: Deployment, count: number): Promise<Message[]> {
  const { Messages = [] } = await clients.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: outputs.failuresQueueUrl,
      MaxNumberOfMessages: count,
      VisibilityTimeout: failuresLimits.hiddenForS,
      WaitTimeSeconds: waitS,
      MessageSystemAttributeNames: ['SentTimestamp'],
    }),
  );
  return Messages;
}

/** Whoever repairs the cause now and comes again must find them at once, not after they have been hidden long enough. */
export async function giveBack({ clients, outputs }: Deployment, messages: readonly Message[]): Promise<void> {
  for (let from = 0; from < messages.length; from += receivedAtOnceMax) {
    const Entries = messages.slice(from, from + receivedAtOnceMax).map(({ ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
      VisibilityTimeout: 0,
    }));
    await clients.sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: outputs.failuresQueueUrl, Entries }));
  }
}

/** What lies in the failures queue, understood; it stays there. @param max of messages that are looked at. */
export async function lookAtFailures(deployment: Deployment, max: number): Promise<Failure[]> {
  const received = new Map<string, Message>();
  try {
    while (received.size < max) {
      const messages = await receiveFailures(deployment, receivedAtOnceMax);
      if (messages.every(({ MessageId = '' }) => received.has(MessageId))) break;
      for (const message of messages) received.set(message.MessageId ?? '', message);
    }
  } finally {
    await giveBack(deployment, [...received.values()]);
  }
  return [...received.values()].flatMap(
    (message) => readFailure(message.Body ?? '', sentAtMs(message), deployment.outputs) ?? [],
  );
}

/** When a message came into the queue. */
export function sentAtMs({ Attributes }: Message): number {
  return Number(Attributes?.SentTimestamp ?? Number.NaN);
}
