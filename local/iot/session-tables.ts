import * as z from 'zod';
import type { Database } from '../store/database.ts';

/** A QoS 1 message that waits for a persistent session; aedes numbers it by its broker's id and counter. */
export interface QueuedMessage {
  clientId: string;
  brokerId: string;
  brokerCounter: number;
  topic: string;
  payload: Buffer;
  queuedAt: number;
}

const subscriptionRow = z.object({
  clientId: z.string(),
  filter: z.string(),
  qos: z.union([z.literal(0), z.literal(1)]),
});
export type StoredSubscription = z.infer<typeof subscriptionRow>;

const messageRow = z.object({
  clientId: z.string(),
  brokerId: z.string(),
  brokerCounter: z.number(),
  topic: z.string(),
  payload: z.instanceof(Uint8Array).transform((bytes) => Buffer.from(bytes)),
  queuedAt: z.number(),
});

const countRow = z.object({ clientId: z.string(), count: z.number() });

/** The tables of persistent sessions: what each has subscribed to, and what waits for it. */
export function openSessionTables({ sql }: Database) {
  sql.exec(`
    create table if not exists iot_subscriptions (clientId text not null, filter text not null, qos integer not null,
      primary key (clientId, filter)) strict, without rowid;
    create table if not exists iot_queue (seq integer primary key, clientId text not null, brokerId text not null,
      brokerCounter integer not null, topic text not null, payload blob not null, queuedAt integer not null,
      unique (clientId, brokerId, brokerCounter)) strict;
    create index if not exists iot_queue_by_time on iot_queue (queuedAt);
  `);
  const subscribe = sql.prepare('insert or replace into iot_subscriptions (clientId, filter, qos) values (?, ?, ?)');
  const unsubscribe = sql.prepare('delete from iot_subscriptions where clientId = ? and filter = ?');
  const unsubscribeAll = sql.prepare('delete from iot_subscriptions where clientId = ?');
  const enqueue = sql.prepare(
    'insert or ignore into iot_queue (clientId, brokerId, brokerCounter, topic, payload, queuedAt) values (?, ?, ?, ?, ?, ?)',
  );
  const dequeue = sql.prepare('delete from iot_queue where clientId = ? and brokerId = ? and brokerCounter = ?');
  const dequeueAll = sql.prepare('delete from iot_queue where clientId = ?');
  const dequeueOld = sql.prepare('delete from iot_queue where queuedAt < ?');
  const counts = sql.prepare('select clientId, count(*) as count from iot_queue group by clientId');
  const queue = sql.prepare(
    'select clientId, brokerId, brokerCounter, topic, payload, queuedAt from iot_queue where clientId = ? order by seq',
  );
  const subscriptions = sql.prepare('select clientId, filter, qos from iot_subscriptions');

  return {
    subscriptions: (): StoredSubscription[] => z.array(subscriptionRow).parse(subscriptions.all()),
    queueLengths: () => z.array(countRow).parse(counts.all()),
    queueOf: (clientId: string): QueuedMessage[] => z.array(messageRow).parse(queue.all(clientId)),
    subscribe: (row: StoredSubscription) => subscribe.run(row.clientId, row.filter, row.qos),
    unsubscribe: (clientId: string, filter: string) => unsubscribe.run(clientId, filter),
    enqueue: (row: QueuedMessage) =>
      enqueue.run(row.clientId, row.brokerId, row.brokerCounter, row.topic, row.payload, row.queuedAt),
    dequeue: (clientId: string, brokerId: string, brokerCounter: number) =>
      Number(dequeue.run(clientId, brokerId, brokerCounter).changes),
    dequeueOlderThan: (queuedAt: number) => dequeueOld.run(queuedAt),
    forget: (clientId: string) => {
      unsubscribeAll.run(clientId);
      dequeueAll.run(clientId);
    },
  };
}

export type SessionTables = ReturnType<typeof openSessionTables>;
