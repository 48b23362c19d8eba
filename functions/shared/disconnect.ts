import {
  DeleteConnectionCommand,
  type IoTDataPlaneClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-iot-data-plane';
import type { Retry } from './retry.ts';

/** Ends the connection of a client, if there is one. */
export type Disconnect = (clientId: string, retry: Retry) => Promise<void>;

export function createDisconnect(client: IoTDataPlaneClient): Disconnect {
  return async (clientId, retry) => {
    try {
      await retry(() => client.send(new DeleteConnectionCommand({ clientId })));
    } catch (error) {
      // It has gone by itself.
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  };
}
