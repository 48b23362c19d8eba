import { Readable } from 'node:stream';
import type { Client, Subscription } from 'aedes';
import type { Clock } from '../clock.ts';
import type { Database } from '../store/database.ts';
import type { RetainedMessages } from './retained.ts';
import { createSessionQueue } from './session-queue.ts';
import { openSessionTables } from './session-tables.ts';
import { createSubscriptionIndex } from './subscription-index.ts';
import { hasWildcard, isForSubscribers } from './topics.ts';

export interface SessionStore {
  /** What aedes calls its persistence. */
  persistence: object;
  /** Ends a session: its subscriptions and what waits for it. */
  forget(clientId: string): Promise<void>;
  /** Drops messages that have waited for longer than a session may live. */
  dropExpired(): Promise<void>;
}

type ClientRef = Pick<Client, 'id'>;

/**
 * Persistent sessions on disk, as aedes wants them. Three things differ from its own stores on purpose: a filter
 * that was refused is not stored beside a granted one of the same SUBSCRIBE; queues are bounded; retained messages
 * are looked up by topic, since IoT Core sends none to a wildcard filter.
 *
 * Wills and QoS 2 are absent: the broker keeps wills with the connection (presence.ts) and refuses QoS 2.
 */
export function createSessionStore(options: {
  database: Database;
  clock: Clock;
  retained: RetainedMessages;
  /** Whether the client was granted the filter on its present connection. */
  isGranted: (clientId: string, filter: string) => boolean;
  log: (line: string) => void;
}): SessionStore {
  const { database, retained, isGranted } = options;
  const tables = openSessionTables(database);
  const index = createSubscriptionIndex();
  for (const { clientId, filter, qos } of tables.subscriptions()) index.set(clientId, filter, qos);
  const queue = createSessionQueue({ ...options, tables });

  const forget = async (clientId: string) => {
    index.forget(clientId);
    queue.forget(clientId);
    await database.commit(() => tables.forget(clientId));
  };

  const persistence = {
    async setup() {},
    ...queue.persistence,

    async addSubscriptions(client: ClientRef, subscriptions: Subscription[]) {
      const granted = subscriptions.filter(({ topic }) => isGranted(client.id, topic));
      const rows = granted.map(
        ({ topic, qos }) => ({ clientId: client.id, filter: topic, qos: qos > 0 ? 1 : 0 }) as const,
      );
      await database.commit(() => rows.forEach(tables.subscribe));
      for (const { clientId, filter, qos } of rows) index.set(clientId, filter, qos);
    },
    async removeSubscriptions(client: ClientRef, filters: string[]) {
      for (const filter of filters) index.remove(client.id, filter);
      await database.commit(() => {
        for (const filter of filters) tables.unsubscribe(client.id, filter);
      });
    },
    async subscriptionsByClient(client: ClientRef) {
      queue.restart(client.id);
      return index.of(client.id).map(({ filter, qos }) => ({ topic: filter, qos }));
    },
    async cleanSubscriptions(client: ClientRef) {
      // [MQTT-3.1.2-6]: a clean session begins with nothing.
      if (index.of(client.id).length > 0 || !queue.isEmpty(client.id)) await forget(client.id);
    },
    async subscriptionsByTopic(topic: string) {
      if (!isForSubscribers(topic)) return [];
      return [...index.clientsFor(topic)].map((clientId) => ({ clientId, topic, qos: 1 }));
    },

    createRetainedStreamCombi: (filters: string[]) =>
      Readable.from(
        filters.flatMap((filter) => {
          const message = hasWildcard(filter) ? undefined : retained.get(filter);
          return message === undefined ? [] : [{ ...message, cmd: 'publish' }];
        }),
      ),

    async delWill() {},
    streamWill: () => Readable.from([]),
    async cleanIncoming() {},
    // A PUBREL without its PUBLISH: aedes answers PUBCOMP.
    incomingGetPacket: () => Promise.reject(new Error('QoS 2 is not kept')),
  };

  return { persistence, forget, dropExpired: queue.dropExpired };
}
