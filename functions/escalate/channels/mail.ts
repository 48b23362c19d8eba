import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { inOneText } from '../../../domain/escalation/text.ts';
import type { Channel } from './channel.ts';

/**
 * A mail by the topic of mails: an address subscribes there with a filter on `roster` and `person`, so that no address
 * lies in our table.
 */
export function createMailChannel(sns: SNSClient, topicArn: string): Channel {
  const tell: Channel['tell'] = async ({ whose, person }, { notice }, retry) => {
    if (!person.mail) return [];
    const command = new PublishCommand({
      TopicArn: topicArn,
      Subject: 'Gatehouse: an alert is waiting',
      Message: inOneText(notice),
      MessageAttributes: {
        roster: { DataType: 'String', StringValue: `${whose.of}:${whose.place}` },
        person: { DataType: 'String', StringValue: person.person },
      },
    });
    await retry(() => sns.send(command));
    return [{ result: 'accepted' }];
  };
  return { name: 'mail', tell };
}
