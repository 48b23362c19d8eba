import { type IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import type { AlertMessage } from '../../domain/messages/alert.ts';
import { alertsTopic } from '../../domain/topics.ts';
import type { Retry } from './retry.ts';

/** Tells the guards' consoles of one community, at least once. */
export type PublishAlert = (message: AlertMessage, retry: Retry) => Promise<void>;

export function createPublishAlert(client: IoTDataPlaneClient): PublishAlert {
  return async (message, retry) => {
    const command = new PublishCommand({
      topic: alertsTopic(message.alert),
      qos: 1,
      payload: Buffer.from(JSON.stringify(message)),
    });
    await retry(() => client.send(command));
  };
}
