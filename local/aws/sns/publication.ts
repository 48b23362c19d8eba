import { snsLimits } from '../../limits.ts';
import { AwsError } from '../aws-error.ts';
import { type MessageAttributes, messageBytes } from '../sqs/message.ts';

/** A message that was published to a topic. */
export interface Publication {
  id: string;
  topicArn: string;
  subject: string | undefined;
  message: string;
  attributes: MessageAttributes;
  /** Milliseconds since the epoch. */
  publishedAt: number;
}

/** @throws AwsError for what SNS refuses to publish. */
export function checkPublication(message: string, subject: string | undefined, attributes: MessageAttributes): void {
  if (message.length === 0) throw new AwsError('InvalidParameter', 'Invalid parameter: Empty message');
  if (messageBytes(message, attributes) > snsLimits.messageMaxBytes) {
    throw new AwsError('InvalidParameter', 'Invalid parameter: Message too long');
  }
  // ASCII, no control characters, not longer than a mail's subject may be.
  if (subject !== undefined && !/^[\x21-\x7e][\x20-\x7e]{0,99}$/.test(subject)) {
    throw new AwsError('InvalidParameter', 'Invalid parameter: Subject');
  }
}

/** The JSON that subscribers get who did not ask for the raw message. It carries no signature. */
export function envelope({ id, topicArn, subject, message, attributes, publishedAt }: Publication): string {
  const names = Object.entries(attributes);
  return JSON.stringify({
    Type: 'Notification',
    MessageId: id,
    TopicArn: topicArn,
    ...(subject === undefined ? {} : { Subject: subject }),
    Message: message,
    Timestamp: new Date(publishedAt).toISOString(),
    ...(names.length === 0
      ? {}
      : {
          MessageAttributes: Object.fromEntries(
            names.map(([name, { DataType, StringValue, BinaryValue }]) => [
              name,
              { Type: DataType, Value: StringValue ?? BinaryValue },
            ]),
          ),
        }),
  });
}
