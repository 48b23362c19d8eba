import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { snsLimits } from '../../limits.ts';
import type { Database } from '../../store/database.ts';
import type { Publication } from './publication.ts';

export interface Subscription {
  arn: string;
  topicArn: string;
  protocol: 'sqs' | 'http';
  /** A queue's ARN, or a loopback URL. */
  endpoint: string;
  /** The bare message instead of the envelope. */
  raw: boolean;
}

const subscriptionRow = z
  .object({
    arn: z.string(),
    topic: z.string(),
    protocol: z.enum(['sqs', 'http']),
    endpoint: z.string(),
    raw: z.number(),
  })
  .transform(({ topic, raw, ...row }): Subscription => ({ ...row, topicArn: topic, raw: raw === 1 }));

/** What was published, and who subscribed, on disk. Functions that take `sql` run inside a commit. */
export function createTopicStore(database: Database) {
  database.sql.exec(`
    create table if not exists sns_messages (
      number integer primary key autoincrement, topic text not null, message text not null, subject text,
      body text not null, attributes text not null, published_at integer not null
    );
    create index if not exists sns_by_topic on sns_messages (topic, number);
    create table if not exists sns_subscriptions (
      arn text primary key, topic text not null, protocol text not null, endpoint text not null, raw integer not null,
      unique (topic, protocol, endpoint)
    );
  `);
  const columns = 'arn, topic, protocol, endpoint, raw';

  return {
    /** Records a publication, and forgets the oldest of the topic beyond the limit. */
    record(sql: DatabaseSync, { id, topicArn, subject, message, attributes, publishedAt }: Publication): void {
      sql
        .prepare(
          'insert into sns_messages (topic, message, subject, body, attributes, published_at) values (?, ?, ?, ?, ?, ?)',
        )
        .run(topicArn, id, subject ?? null, message, JSON.stringify(attributes), publishedAt);
      sql
        .prepare(
          `delete from sns_messages where topic = ?1 and number <=
             (select number from sns_messages where topic = ?1 order by number desc limit 1 offset ?2)`,
        )
        .run(topicArn, snsLimits.recordedMaxMessages);
    },

    /** Subscribes, or returns the subscription that there already is for this endpoint. */
    subscribe(sql: DatabaseSync, { topicArn, protocol, endpoint, raw }: Omit<Subscription, 'arn'>): Subscription {
      sql
        .prepare(`insert into sns_subscriptions (${columns}) values (?, ?, ?, ?, ?) on conflict do nothing`)
        .run(`${topicArn}:${randomUUID()}`, topicArn, protocol, endpoint, raw ? 1 : 0);
      const found = sql
        .prepare(`select ${columns} from sns_subscriptions where topic = ? and protocol = ? and endpoint = ?`)
        .get(topicArn, protocol, endpoint);
      return subscriptionRow.parse(found);
    },

    unsubscribe(sql: DatabaseSync, arn: string): void {
      sql.prepare('delete from sns_subscriptions where arn = ?').run(arn);
    },

    subscriptions(topicArn: string): Subscription[] {
      const rows = database.sql.prepare(`select ${columns} from sns_subscriptions where topic = ?`).all(topicArn);
      return rows.map((row) => subscriptionRow.parse(row));
    },

    /** The last publications of a topic, newest first. */
    recent(topicArn: string, max: number): { id: string; message: string }[] {
      const rows = database.sql
        .prepare('select message as id, body as message from sns_messages where topic = ? order by number desc limit ?')
        .all(topicArn, max);
      return z.array(z.object({ id: z.string(), message: z.string() })).parse(rows);
    },
  };
}

export type TopicStore = ReturnType<typeof createTopicStore>;
