import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { inOneText } from '../../../domain/escalation/text.ts';
import type { Channel } from './channel.ts';

/** A text to a phone. The regions of China have none. */
export function createSmsChannel(sns: SNSClient): Channel {
  const tell: Channel['tell'] = async ({ reach: { phone } }, { notice }, retry) => {
    if (phone === undefined) return [];
    const command = new PublishCommand({
      PhoneNumber: phone,
      Message: inOneText(notice),
      MessageAttributes: { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' } },
    });
    await retry(() => sns.send(command));
    return [{ result: 'accepted' }];
  };
  return { name: 'sms', tell };
}
