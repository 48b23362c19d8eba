import {
  GetRetainedMessageCommand,
  type IoTDataPlaneClient,
  PublishCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-iot-data-plane';
import * as z from 'zod';
import { parseIJson } from '../../domain/i-json.ts';
import { type ListIndex, type ListName, listIndex } from '../../domain/messages/lists.ts';
import { listTopic } from '../../domain/topics.ts';
import type { Retry } from '../shared/retry.ts';

/** What lies on the lists' topics for every gate that comes. */
export interface Retained {
  /** When the list was issued that lies there; undefined when there is none, or none that a gate could read. */
  issuedAt(name: ListName, retry: Retry): Promise<string | undefined>;
  index(retry: Retry): Promise<ListIndex | undefined>;
  /** Tells the gates that are there, and leaves it for the others. */
  publish(name: ListName | 'index', message: object, retry: Retry): Promise<void>;
}

const issued = z.object({ issuedAt: listIndex.shape.issuedAt });

export function createRetained(client: IoTDataPlaneClient): Retained {
  async function read<T>(name: ListName | 'index', shape: z.ZodType<T>, retry: Retry): Promise<T | undefined> {
    const payload = await find(listTopic(name), retry);
    const json = payload && parseIJson(payload);
    const message = shape.safeParse(json?.ok ? json.value : undefined);
    return message.success ? message.data : undefined;
  }

  async function find(topic: string, retry: Retry): Promise<Uint8Array | undefined> {
    try {
      const { payload } = await retry(() => client.send(new GetRetainedMessageCommand({ topic })));
      return payload;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }

  return {
    issuedAt: async (name, retry) => (await read(name, issued, retry))?.issuedAt,
    index: (retry) => read('index', listIndex, retry),
    async publish(name, message, retry) {
      const payload = Buffer.from(JSON.stringify(message));
      const command = new PublishCommand({ topic: listTopic(name), qos: 1, retain: true, payload });
      await retry(() => client.send(command));
    },
  };
}
