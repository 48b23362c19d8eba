import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { isAboutPerson } from '../../domain/alerts/life-cycle.ts';
import { type Alert, type AlertKind, type AlertMessage, unassignedDistrict } from '../../domain/messages/alert.ts';
import type { Retry } from './retry.ts';

/** Tells the operators about a device, by whatever subscribes to their topic. */
export type NotifyOperator = (message: AlertMessage, retry: Retry) => Promise<void>;

/**
 * What leaves for mail and phones: kind of trouble, gate, place; nothing that was measured or seen (law 6). An alert
 * about a person is none of the operators' business; that its gate is not registered, is.
 */
export function createNotifyOperator(client: SNSClient, topicArn: string): NotifyOperator {
  return async ({ change, alert }, retry) => {
    const trouble = troubleFor(alert);
    // Who has it in hand meanwhile is for those who look at it.
    if (!trouble || (change !== 'raised' && change !== 'resolved')) return;
    const { gate, community, district } = alert;
    const command = new PublishCommand({
      TopicArn: topicArn,
      Subject: `Gatehouse: ${trouble} ${change}, gate ${gate}`,
      Message: JSON.stringify({ kind: trouble, change, gate, community, district }),
    });
    await retry(() => client.send(command));
  };
}

function troubleFor({ kind, district }: Alert): AlertKind | 'gate-not-registered' | undefined {
  if (!isAboutPerson(kind)) return kind;
  return district === unassignedDistrict ? 'gate-not-registered' : undefined;
}
