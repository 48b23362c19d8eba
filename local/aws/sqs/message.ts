import { createHash } from 'node:crypto';
import * as z from 'zod';
import { sqsLimits } from '../../limits.ts';
import { AwsError } from '../aws-error.ts';

/** An attribute of a message as the JSON protocol carries it; binary values are base64. */
export const messageAttribute = z
  .strictObject({ DataType: z.string(), StringValue: z.string().optional(), BinaryValue: z.base64().optional() })
  .refine((value) => (value.StringValue === undefined) !== (value.BinaryValue === undefined), 'needs one value');

export const messageAttributes = z.record(z.string(), messageAttribute);
export type MessageAttributes = z.infer<typeof messageAttributes>;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html#API_SendMessage_RequestSyntax */
const allowedCharacters = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/**
 * Checks what AWS checks when a message is sent.
 * @throws AwsError
 */
export function checkMessage(body: string, attributes: MessageAttributes): void {
  if (body.length === 0) throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (!allowedCharacters.test(body))
    throw invalidContents(
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    );
  if (Object.keys(attributes).length > sqsLimits.attributesMax) {
    throw new AwsError(
      'InvalidParameterValue',
      `Number of message attributes exceeds the allowed maximum [${sqsLimits.attributesMax}].`,
    );
  }
  if (messageBytes(body, attributes) > sqsLimits.messageMaxBytes) {
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${sqsLimits.messageMaxBytes} bytes.`,
    );
  }
}

function invalidContents(message: string): AwsError {
  return new AwsError('InvalidMessageContents', message);
}

/** A message's size as AWS counts it: body, and name, type and value of each attribute. */
export function messageBytes(body: string, attributes: MessageAttributes): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    bytes +=
      StringValue === undefined ? Buffer.byteLength(BinaryValue ?? '', 'base64') : Buffer.byteLength(StringValue);
  }
  return bytes;
}

export function md5(text: string | Buffer): string {
  return createHash('md5').update(text).digest('hex');
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation */
export function attributesMd5(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const pieces = names.flatMap((name) => {
    const { DataType = '', StringValue, BinaryValue = '' } = attributes[name] ?? {};
    const isText = StringValue !== undefined;
    const value = isText ? Buffer.from(StringValue) : Buffer.from(BinaryValue, 'base64');
    return [
      ...framed(Buffer.from(name)),
      ...framed(Buffer.from(DataType)),
      Buffer.of(isText ? 1 : 2),
      ...framed(value),
    ];
  });
  return md5(Buffer.concat(pieces));
}

function framed(value: Buffer): Buffer[] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(value.length);
  return [length, value];
}
