import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Database } from '../../store/database.ts';
import type { QueuePlan } from '../../template/plan.ts';
import { type MessageAttributes, messageAttributes } from './message.ts';

/** A message that `receive` handed out. Times are milliseconds since the epoch. */
export interface ReceivedMessage {
  id: string;
  receiptHandle: string;
  body: string;
  attributes: MessageAttributes;
  sentAt: number;
  receives: number;
  firstReceivedAt: number;
  sender: string;
}

export interface NewMessage {
  queueArn: string;
  body: string;
  attributes: MessageAttributes;
  sender: string;
  sentAt: number;
  visibleAt: number;
}

const row = z.object({
  id: z.number(),
  message: z.string(),
  body: z.string(),
  attributes: z.string().transform((text) => messageAttributes.parse(JSON.parse(text))),
  sent_at: z.number(),
  receives: z.number(),
  first_received_at: z.number().nullable(),
  sender: z.string(),
});

/** The queues' messages on disk. Functions that take `sql` run inside a commit of the caller. */
export function createMessageStore(database: Database) {
  database.sql.exec(`
    create table if not exists sqs_messages (
      id integer primary key autoincrement, queue text not null, message text not null, body text not null,
      attributes text not null, sender text not null, sent_at integer not null, visible_at integer not null,
      receives integer not null default 0, first_received_at integer, receipt text
    );
    create index if not exists sqs_by_visible on sqs_messages (queue, visible_at);
    create index if not exists sqs_by_sent on sqs_messages (queue, sent_at);
  `);

  return {
    /** Returns the new message's id. */
    insert(sql: DatabaseSync, { queueArn, body, attributes, sender, sentAt, visibleAt }: NewMessage): string {
      const message = randomUUID();
      sql
        .prepare(
          'insert into sqs_messages (queue, message, body, attributes, sender, sent_at, visible_at) values (?, ?, ?, ?, ?, ?, ?)',
        )
        .run(queueArn, message, body, JSON.stringify(attributes), sender, sentAt, visibleAt);
      return message;
    },

    /** Hands out up to `max` messages; what has been received too often goes to the dead letter queue instead. */
    receive(
      sql: DatabaseSync,
      { arn, deadLetter }: QueuePlan,
      { max, now, visibilityMs }: { max: number; now: number; visibilityMs: number },
    ): ReceivedMessage[] {
      if (deadLetter !== undefined) {
        sql
          .prepare(
            'update sqs_messages set queue = ?, receipt = null, receives = 0 where queue = ? and visible_at <= ? and receives >= ?',
          )
          .run(deadLetter.targetArn, arn, now, deadLetter.maxReceives);
      }
      const rows = sql
        .prepare('select * from sqs_messages where queue = ? and visible_at <= ? order by visible_at, id limit ?')
        .all(arn, now, max);
      const claim = sql.prepare(
        'update sqs_messages set visible_at = ?, receives = ?, first_received_at = ?, receipt = ? where id = ?',
      );
      return rows.map((raw) => {
        const found = row.parse(raw);
        const receipt = randomUUID();
        const receives = found.receives + 1;
        const firstReceivedAt = found.first_received_at ?? now;
        claim.run(now + visibilityMs, receives, firstReceivedAt, receipt, found.id);
        return {
          id: found.message,
          receiptHandle: `${found.id}.${receipt}`,
          body: found.body,
          attributes: found.attributes,
          sentAt: found.sent_at,
          receives,
          firstReceivedAt,
          sender: found.sender,
        };
      });
    },

    /** Deletes a message if the receipt is its latest. */
    delete(sql: DatabaseSync, queueArn: string, { id, receipt }: Receipt): void {
      sql.prepare('delete from sqs_messages where id = ? and queue = ? and receipt = ?').run(id, queueArn, receipt);
    },

    /** Returns false when the message is not in flight under this receipt. */
    changeVisibility(
      sql: DatabaseSync,
      queueArn: string,
      { id, receipt }: Receipt,
      times: { now: number; until: number },
    ) {
      const { changes } = sql
        .prepare('update sqs_messages set visible_at = ? where id = ? and queue = ? and receipt = ? and visible_at > ?')
        .run(times.until, id, queueArn, receipt, times.now);
      return changes > 0;
    },

    purge(sql: DatabaseSync, queueArn: string): void {
      sql.prepare('delete from sqs_messages where queue = ?').run(queueArn);
    },

    expire(sql: DatabaseSync, queueArn: string, sentBefore: number): void {
      sql.prepare('delete from sqs_messages where queue = ? and sent_at < ?').run(queueArn, sentBefore);
    },

    /** When the next message can be received; undefined when there is none at all. */
    nextVisibleAt(queueArn: string): number | undefined {
      const found = database.sql
        .prepare('select min(visible_at) as at from sqs_messages where queue = ?')
        .get(queueArn);
      return z.object({ at: z.number().nullable() }).parse(found).at ?? undefined;
    },

    /** How many messages are waiting, delayed (never received yet) and in flight. */
    counts(queueArn: string, now: number): { visible: number; delayed: number; inFlight: number } {
      const found = database.sql
        .prepare(
          `select coalesce(sum(visible_at <= ?1), 0) as visible,
             coalesce(sum(visible_at > ?1 and receives = 0), 0) as delayed,
             coalesce(sum(visible_at > ?1 and receives > 0), 0) as inFlight
           from sqs_messages where queue = ?2`,
        )
        .get(now, queueArn);
      return z.object({ visible: z.number(), delayed: z.number(), inFlight: z.number() }).parse(found);
    },
  };
}

export type MessageStore = ReturnType<typeof createMessageStore>;

/** A receipt handle taken apart. */
export interface Receipt {
  id: number;
  receipt: string;
}

export function parseReceipt(handle: string): Receipt | undefined {
  const [, id, receipt] = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(handle) ?? [];
  return id === undefined || receipt === undefined ? undefined : { id: Number(id), receipt };
}
