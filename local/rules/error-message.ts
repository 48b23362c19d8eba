import { noClientId } from '../iot-sql/functions.ts';
import type { ActionFailed } from './action.ts';
import type { Message } from './message.ts';

/**
 * What an error action hands on: one message for a rule and a message, however many of its actions failed.
 * https://docs.aws.amazon.com/iot/latest/developerguide/rule-error-handling.html#rule-error-message-format
 */
export interface ErrorActionMessage {
  ruleName: string;
  /** As published: with the prefix of Basic Ingest. */
  topic: string;
  cloudwatchTraceId: string;
  clientId: string;
  base64OriginalPayload: string;
  failures: { failedAction: string; failedResource: string; errorMessage: string }[];
}

export function errorActionMessage(
  ruleName: string,
  message: Message,
  traceId: string,
  failures: readonly ActionFailed[],
): ErrorActionMessage {
  return {
    ruleName,
    topic: message.topic,
    cloudwatchTraceId: traceId,
    clientId: message.clientId ?? noClientId,
    base64OriginalPayload: message.payload.toString('base64'),
    failures: failures.map(({ action, resource, message: errorMessage }) => ({
      failedAction: action,
      failedResource: resource,
      errorMessage,
    })),
  };
}
