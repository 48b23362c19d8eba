import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { iotLimits } from '../limits.ts';
import type { Database } from '../store/database.ts';
import { createKeyedQueue } from './keyed-queue.ts';
import { type ConnectionRecord, openConnectionTable, type Will } from './presence-tables.ts';
import { presencePrefix } from './topics.ts';

/** Those of IoT Core's reasons that can happen here. */
export type DisconnectReason =
  | 'AUTH_ERROR'
  | 'CLIENT_INITIATED_DISCONNECT'
  | 'CLIENT_ERROR'
  | 'CONNECTION_LOST'
  | 'CUSTOMAUTH_TTL_EXPIRATION'
  | 'DUPLICATE_CLIENTID'
  | 'MQTT_KEEP_ALIVE_TIMEOUT'
  | 'SERVER_ERROR'
  | 'SERVER_INITIATED_DISCONNECT';

/**
 * Who is connected: durable, so that a crash is followed by what it kept the broker from saying.
 * https://docs.aws.amazon.com/iot/latest/developerguide/life-cycle-events.html
 */
export interface Presence {
  /** Resolves when the connection and its will are on disk. */
  opened(connection: {
    clientId: string;
    certificateId: string;
    ipAddress: string;
    thingName?: string;
    will?: Will;
  }): Promise<ConnectionRecord>;
  /** Says that the client is there; call it once it has its CONNACK. */
  announce(record: ConnectionRecord): void;
  /** Publishes the will, unless the client has said goodbye, and says that the client is gone. */
  closed(record: ConnectionRecord, reason: DisconnectReason): Promise<void>;
  /** Connections that were open when the last run of the broker ended. */
  leftOpen(): ConnectionRecord[];
  /** Forgets clients that have been gone for an hour; resolves with their ids. */
  forgetExpired(): Promise<string[]>;
  /** Resolves when all that has been announced is published. */
  idle(): Promise<void>;
}

export function createPresence(options: {
  database: Database;
  clock: Clock;
  /** Publishes an event; resolves when it is taken in. */
  publish: (topic: string, payload: Buffer) => Promise<void>;
  publishWill: (record: ConnectionRecord, will: Will) => Promise<void>;
  log: (line: string) => void;
}): Presence {
  const { database, clock, log } = options;
  const table = openConnectionTable(database);
  // A client's events go out one after the other, so that "gone" never overtakes "there".
  const queue = createKeyedQueue();
  const inOrder = (clientId: string, run: () => Promise<void>) =>
    queue.run(clientId, run).catch((reason: unknown) => {
      log(`presence of ${clientId} is not published: ${String(reason)}`);
    });

  const publishEvent = async (record: ConnectionRecord, eventType: string, more: object) => {
    // As on AWS: such an id could not stand in a topic.
    if (/[#+]/.test(record.clientId)) return;
    const event = {
      clientId: record.clientId,
      ...(record.thingName === undefined ? {} : { thingName: record.thingName }),
      timestamp: clock.now(),
      eventType,
      ...more,
      sessionIdentifier: record.sessionId,
      principalIdentifier: record.certificateId,
      ...(eventType === 'connected' ? { ipAddress: record.ipAddress } : {}),
      versionNumber: record.version,
    };
    await options.publish(`${presencePrefix}${eventType}/${record.clientId}`, Buffer.from(JSON.stringify(event)));
  };

  return {
    async opened(connection) {
      const before = table.get(connection.clientId);
      const record = { ...connection, sessionId: randomUUID(), version: before === undefined ? 0 : before.version + 1 };
      await database.commit(() => table.put(record));
      return record;
    },
    announce(record) {
      void inOrder(record.clientId, () => publishEvent(record, 'connected', {}));
    },
    closed: (record, reason) =>
      inOrder(record.clientId, async () => {
        const goodbye = reason === 'CLIENT_INITIATED_DISCONNECT';
        if (record.will && !goodbye) await options.publishWill(record, record.will);
        const more = { clientInitiatedDisconnect: goodbye, disconnectReason: reason };
        await publishEvent(record, 'disconnected', more);
        await database.commit(() => table.end(record, clock.now()));
      }),
    leftOpen: () => table.stillOpen(),
    async forgetExpired() {
      const expired = table.endedBefore(clock.now() - iotLimits.sessionExpiryMs);
      if (expired.length > 0) await database.commit(() => expired.forEach(table.remove));
      return expired;
    },
    idle: queue.idle,
  };
}
