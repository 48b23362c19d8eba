import * as z from 'zod';
import { sqsLimits } from '../../limits.ts';
import { type JsonOperation, jsonOperation } from '../json-service.ts';
import type { QueueEngine } from './engine.ts';
import { attributesMd5, type MessageAttributes, md5 } from './message.ts';
import { permittedQueue } from './permitted-queue.ts';
import type { ReceivedMessage } from './store.ts';

const systemAttributes = z.enum([
  'All',
  'ApproximateFirstReceiveTimestamp',
  'ApproximateReceiveCount',
  'SenderId',
  'SentTimestamp',
]);
type SystemAttribute = z.infer<typeof systemAttributes>;

const input = z.strictObject({
  QueueUrl: z.string(),
  MaxNumberOfMessages: z.int().min(1).max(sqsLimits.receiveMaxMessages).default(1),
  VisibilityTimeout: z.int().min(0).max(sqsLimits.visibilityMaxS).optional(),
  WaitTimeSeconds: z.int().min(0).max(sqsLimits.waitMaxS).default(0),
  /** The older name of MessageSystemAttributeNames. */
  AttributeNames: z.array(systemAttributes).default([]),
  MessageSystemAttributeNames: z.array(systemAttributes).default([]),
  MessageAttributeNames: z.array(z.string()).default([]),
});

export function receiveOperation(engine: QueueEngine): JsonOperation {
  return jsonOperation(input, async (request, caller, signal) => {
    const queue = permittedQueue(engine, request.QueueUrl, caller, 'ReceiveMessage');
    const messages = await engine.receive(queue, {
      max: request.MaxNumberOfMessages,
      waitMs: request.WaitTimeSeconds * 1000,
      visibilityMs: (request.VisibilityTimeout ?? queue.visibilityTimeoutS) * 1000,
      signal,
    });
    if (messages.length === 0) return {};
    const system = [...request.AttributeNames, ...request.MessageSystemAttributeNames];
    return { Messages: messages.map((message) => shown(message, system, request.MessageAttributeNames)) };
  });
}

function shown(message: ReceivedMessage, system: readonly SystemAttribute[], names: readonly string[]) {
  const attributes = selected(message.attributes, names);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(system.length === 0 ? {} : { Attributes: systemAttributesOf(message, system) }),
    ...(Object.keys(attributes).length === 0
      ? {}
      : { MessageAttributes: attributes, MD5OfMessageAttributes: attributesMd5(attributes) }),
  };
}

function systemAttributesOf(message: ReceivedMessage, wanted: readonly SystemAttribute[]): Record<string, string> {
  const all: Record<Exclude<SystemAttribute, 'All'>, string> = {
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ApproximateReceiveCount: String(message.receives),
    SenderId: message.sender,
    SentTimestamp: String(message.sentAt),
  };
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => wanted.some((one) => one === 'All' || one === name)),
  );
}

/** `All` and `.*` take everything, `prefix.*` what begins with the prefix. */
function selected(attributes: MessageAttributes, names: readonly string[]): MessageAttributes {
  const isWanted = (attribute: string) =>
    names.some(
      (name) =>
        name === 'All' || name === attribute || (name.endsWith('.*') && attribute.startsWith(name.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));
}
