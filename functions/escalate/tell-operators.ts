import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { TellParts } from './tell-people.ts';

/** Operators learn that nobody could be told at a place, so that they see to its roster; of the alert they learn nothing. */
export function createTellOperators(sns: SNSClient, topicArn: string): TellParts['tellOperators'] {
  return async ({ alert: { gate, community, district }, level }, retry) => {
    const command = new PublishCommand({
      TopicArn: topicArn,
      Subject: `Gatehouse: nobody could be told, gate ${gate}`,
      Message: JSON.stringify({ kind: 'nobody-told', change: 'raised', level, gate, community, district }),
    });
    await retry(() => sns.send(command));
  };
}
