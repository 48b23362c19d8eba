import { Readable } from 'node:stream';
import type { AedesPublishPacket, Client } from 'aedes';
import type { Clock } from '../clock.ts';
import { iotLimits } from '../limits.ts';
import type { Database } from '../store/database.ts';
import type { SessionTables } from './session-tables.ts';

type ClientRef = Pick<Client, 'id'>;

/** QoS 1 messages on their way to persistent sessions: on disk until the client acknowledges them, and bounded. */
export interface SessionQueue {
  /** aedes' names for what it does with them. */
  persistence: {
    outgoingEnqueue(subscription: { clientId: string }, packet: AedesPublishPacket): Promise<void>;
    outgoingEnqueueCombi(subscriptions: { clientId: string }[], packet: AedesPublishPacket): Promise<void>;
    outgoingUpdate(client: ClientRef, packet: AedesPublishPacket): Promise<void>;
    outgoingClearMessageId(client: ClientRef, packet: { messageId?: number }): Promise<void>;
    outgoingStream(client: ClientRef): Readable;
  };
  isEmpty(clientId: string): boolean;
  /** Message ids of an earlier connection mean nothing on the next. */
  restart(clientId: string): void;
  /** Takes it that the client's messages are no longer in the table. */
  forget(clientId: string): void;
  /** Drops messages that have waited for longer than a session may live. */
  dropExpired(): Promise<void>;
}

export function createSessionQueue(options: {
  database: Database;
  tables: SessionTables;
  clock: Clock;
  log: (line: string) => void;
}): SessionQueue {
  const { database, tables, clock, log } = options;
  const lengths = new Map(tables.queueLengths().map(({ clientId, count }) => [clientId, count]));
  // Client → MQTT message id → the message's number, for the PUBACK. A crash forgets it, and the message goes out again.
  const inFlight = new Map<string, Map<number, { brokerId: string; brokerCounter: number }>>();

  const enqueue = async (clientId: string, packet: AedesPublishPacket) => {
    const waiting = lengths.get(clientId) ?? 0;
    if (waiting >= iotLimits.queuedMessagesPerSession) {
      log(`message dropped: ${clientId} already has ${waiting} waiting`);
      return;
    }
    lengths.set(clientId, waiting + 1);
    const { brokerId, brokerCounter, topic } = packet;
    const payload = Buffer.from(packet.payload);
    await database.commit(() =>
      tables.enqueue({ clientId, brokerId, brokerCounter, topic, payload, queuedAt: clock.now() }),
    );
  };

  return {
    persistence: {
      outgoingEnqueue: ({ clientId }, packet) => enqueue(clientId, packet),
      async outgoingEnqueueCombi(subscriptions, packet) {
        await Promise.all(subscriptions.map(({ clientId }) => enqueue(clientId, packet)));
      },
      async outgoingUpdate(client, { brokerId, brokerCounter, messageId }) {
        if (messageId === undefined || !brokerId) return;
        const numbers = inFlight.get(client.id) ?? new Map();
        inFlight.set(client.id, numbers.set(messageId, { brokerId, brokerCounter }));
      },
      async outgoingClearMessageId(client, { messageId }) {
        const number = messageId === undefined ? undefined : inFlight.get(client.id)?.get(messageId);
        if (messageId === undefined || number === undefined) return;
        inFlight.get(client.id)?.delete(messageId);
        const removed = await database.commit(() => tables.dequeue(client.id, number.brokerId, number.brokerCounter));
        const length = (lengths.get(client.id) ?? 0) - removed;
        if (length > 0) lengths.set(client.id, length);
        else lengths.delete(client.id);
      },
      outgoingStream: (client) =>
        Readable.from(tables.queueOf(client.id).map((message) => ({ ...message, cmd: 'publish', qos: 1 }))),
    },
    isEmpty: (clientId) => !lengths.has(clientId),
    restart: (clientId) => {
      inFlight.delete(clientId);
    },
    forget: (clientId) => {
      inFlight.delete(clientId);
      lengths.delete(clientId);
    },
    dropExpired: async () => {
      await database.commit(() => tables.dequeueOlderThan(clock.now() - iotLimits.sessionExpiryMs));
      lengths.clear();
      for (const { clientId, count } of tables.queueLengths()) lengths.set(clientId, count);
    },
  };
}
