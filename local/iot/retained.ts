import * as z from 'zod';
import type { Database } from '../store/database.ts';

/** The last message of a topic, kept for whoever subscribes to exactly that topic later. */
interface RetainedMessage {
  topic: string;
  payload: Buffer;
  qos: 0 | 1;
  /** Milliseconds since the epoch. */
  storedAt: number;
}

interface RetainedSummary {
  topic: string;
  payloadBytes: number;
  qos: 0 | 1;
  storedAt: number;
}

export interface RetainedMessages {
  /** Resolves when it is on disk; an empty payload removes the topic's message. Rejects when there are too many. */
  put(message: RetainedMessage): Promise<void>;
  get(topic: string): RetainedMessage | undefined;
  /** In the order of topics, from the one after `after`. */
  list(options: { after: string; count: number }): RetainedSummary[];
}

const qos = z.union([z.literal(0), z.literal(1)]);
const messageRow = z.object({
  topic: z.string(),
  payload: z.instanceof(Uint8Array).transform((bytes) => Buffer.from(bytes)),
  qos,
  storedAt: z.number(),
});
const summaryRow = z.object({ topic: z.string(), payloadBytes: z.number(), qos, storedAt: z.number() });

export function createRetainedMessages(database: Database, limits: { retainedMessagesMax: number }): RetainedMessages {
  const { sql } = database;
  sql.exec(`
    create table if not exists iot_retained (topic text primary key, payload blob not null, qos integer not null,
      storedAt integer not null) strict, without rowid;
  `);
  const one = sql.prepare('select * from iot_retained where topic = ?');
  const page = sql.prepare(
    'select topic, length(payload) as payloadBytes, qos, storedAt from iot_retained where topic > ? order by topic limit ?',
  );
  const put = sql.prepare('insert into iot_retained (topic, payload, qos, storedAt) values (?, ?, ?, ?)');
  const remove = sql.prepare('delete from iot_retained where topic = ?');
  const counted = z.object({ count: z.number() });
  let { count } = counted.parse(sql.prepare('select count(*) as count from iot_retained').get());

  const write = ({ topic, payload, qos, storedAt }: RetainedMessage) => {
    const wasThere = Number(remove.run(topic).changes);
    count -= wasThere;
    if (payload.length === 0) return;
    if (count >= limits.retainedMessagesMax) throw new Error(`over ${limits.retainedMessagesMax} retained messages`);
    put.run(topic, payload, qos, storedAt);
    count += 1;
  };

  return {
    put: async (message) => {
      await database.commit(() => write(message));
    },
    get: (topic) => {
      const row = one.get(topic);
      return row === undefined ? undefined : messageRow.parse(row);
    },
    list: ({ after, count: limit }) => z.array(summaryRow).parse(page.all(after, limit)),
  };
}
