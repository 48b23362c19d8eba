import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { escalationLimits } from '../../domain/limits/escalation.ts';
import type { Clock } from './clock.ts';
import type { Retry } from './retry.ts';

/**
 * Has `escalate` look at an alert at a time, or a quarter of an hour from now at the latest, when it finds that it came
 * too early. The message says nothing but which alert: what is to be done is what the alert says then.
 */
export type LookLater = (alertId: string, dueAt: string, retry: Retry) => Promise<void>;

export function createLookLater(client: SQSClient, queueUrl: string, clock: Clock): LookLater {
  return async (alertId, dueAt, retry) => {
    const inS = Math.ceil((Date.parse(dueAt) - clock.now()) / 1_000);
    const command = new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: JSON.stringify({ alertId }),
      DelaySeconds: Math.min(Math.max(inS, 0), escalationLimits.delaySMax),
    });
    await retry(() => client.send(command));
  };
}
