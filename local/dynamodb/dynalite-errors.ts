import * as z from 'zod';
import { AwsError } from '../aws/aws-error.ts';

/** A refusal as dynalite's operations hand it on: `body` is what the client gets. */
class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly statusCode = 400;
  readonly body: { __type: string; message: string };

  constructor(type: string, message: string) {
    super(message);
    this.body = { __type: type, message };
  }
}

export function validationError(message: string): Error {
  return new Refusal('com.amazon.coral.validate#ValidationException', message);
}

export function noSuchTable(): Error {
  return new Refusal('com.amazonaws.dynamodb.v20120810#ResourceNotFoundException', 'Requested resource not found');
}

const refusal = z.object({
  statusCode: z.number(),
  body: z.looseObject({ __type: z.string(), message: z.string().optional(), Message: z.string().optional() }),
});

export const conditionFailed = 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException';

/** What an operation threw or called back with, as the error that the client gets; undefined for a failure of ours. */
export function toAwsError(error: unknown, details: object = {}): AwsError | undefined {
  const parsed = refusal.safeParse(error);
  if (!parsed.success) return undefined;
  const { __type, message, Message } = parsed.data.body;
  return new AwsError(__type, message ?? Message ?? '', { status: parsed.data.statusCode, details });
}
