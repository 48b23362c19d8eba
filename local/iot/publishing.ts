import type { Clock } from '../clock.ts';
import type { Message } from '../rules/message.ts';
import type { RetainedMessages } from './retained.ts';
import { isForSubscribers } from './topics.ts';

export interface Publication {
  topic: string;
  payload: Buffer;
  qos: 0 | 1;
  retain: boolean;
  clientId?: string;
  /** Certificate id. */
  principal?: string;
}

export interface Publishing {
  /**
   * The one way in for every message: a client's, a will, the IoT data endpoint's, a presence event. Resolves when
   * the rules' actions and the retained message are on disk: until then nothing is acknowledged. Rejects when they
   * cannot be; then whoever sent it has to send it again.
   */
  takeIn(publication: Publication): Promise<void>;
  /** Resolves when nothing is being taken in. */
  idle(): Promise<void>;
  /** Messages taken in since the start. */
  taken(): number;
}

export function createPublishing(options: {
  accept: (message: Message) => Promise<void>;
  retained: RetainedMessages;
  clock: Clock;
}): Publishing {
  const { accept, retained, clock } = options;
  const pending = new Set<Promise<void>>();
  let taken = 0;

  const take = async (publication: Publication): Promise<void> => {
    const { qos, retain, ...message } = publication;
    const receivedAt = clock.now();
    await accept({ ...message, receivedAt });
    if (retain && isForSubscribers(message.topic)) {
      await retained.put({ topic: message.topic, payload: message.payload, qos, storedAt: receivedAt });
    }
    taken += 1;
  };

  return {
    async takeIn(publication) {
      const taking = take(publication);
      pending.add(taking);
      try {
        await taking;
      } finally {
        pending.delete(taking);
      }
    },
    idle: async () => {
      while (pending.size > 0) await Promise.allSettled(pending);
    },
    taken: () => taken,
  };
}
