import { type IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import type { Mark } from '../../domain/messages/marks.ts';
import { gateTopic } from '../../domain/topics.ts';
import type { Retry } from '../shared/retry.ts';
import type { Sender } from '../shared/sender.ts';

/** Tells a gate what it may forget. */
export type SendMark = (to: Sender, mark: Mark, retry: Retry) => Promise<void>;

export function createSendMark(client: IoTDataPlaneClient): SendMark {
  return async (to, mark, retry) => {
    const topic = gateTopic(to, 'marks');
    const command = new PublishCommand({ topic, qos: 1, payload: Buffer.from(JSON.stringify(mark)) });
    await retry(() => client.send(command));
  };
}
