import type { Clock } from '../clock.ts';
import { lambdaLimits } from '../limits.ts';
import type { Database } from '../store/database.ts';

/** An asynchronous invocation on disk, without its event. */
export interface StoredInvocation {
  id: number;
  functionArn: string;
  requestId: string;
  /** Runs that have failed so far. */
  attempts: number;
  acceptedAtMs: number;
  notBeforeMs: number;
  bytes: number;
  /** Given up: only its message to the destination is still to be delivered. */
  hasFailed: boolean;
}

/** One in memory. Its event is there only between acceptance and the first run; a retry reads it from disk. */
export type Invocation = StoredInvocation & { event?: string };

/**
 * The durable queue of asynchronous invocations. Every promise resolves when what it says is on disk. Nothing marks
 * an invocation as running: after a crash whatever was not removed runs again, at least once as on AWS.
 */
export interface InvocationQueue {
  add(invocation: { functionArn: string; requestId: string; event: string; bytes: number }): Promise<StoredInvocation>;
  retryLater(id: number, attempts: number, notBeforeMs: number): Promise<void>;
  /** Gives an invocation up and keeps what its destination is to be told. */
  fail(id: number, message: string): Promise<void>;
  /** Forgets a finished invocation soon, many at a time: a repeat after a crash is harmless. */
  remove(id: number): void;
  readEvent(id: number): string;
  readFailure(id: number): string;
  /** Everything on disk, oldest first. */
  stored(): StoredInvocation[];
  /** Forgets what `remove` was told at once. */
  flush(): Promise<void>;
}

const schema = `create table if not exists lambda_invocations (
  id integer primary key,
  function_arn text not null,
  request_id text not null,
  event text not null,
  bytes integer not null,
  attempts integer not null default 0,
  accepted_at_ms integer not null,
  not_before_ms integer not null,
  failure text
) strict`;

export function createInvocationQueue(database: Database, clock: Clock): InvocationQueue {
  database.sql.exec(schema);
  const insert = database.sql.prepare(
    'insert into lambda_invocations (function_arn, request_id, event, bytes, accepted_at_ms, not_before_ms) values (?, ?, ?, ?, ?, ?)',
  );
  const postpone = database.sql.prepare('update lambda_invocations set attempts = ?, not_before_ms = ? where id = ?');
  const giveUp = database.sql.prepare('update lambda_invocations set failure = ? where id = ?');
  const text = database.sql.prepare('select event, failure from lambda_invocations where id = ?');
  const removal = createRemoval(database, clock);

  const read = (id: number, column: 'event' | 'failure') => {
    const value = text.get(id)?.[column];
    if (typeof value !== 'string') throw new Error(`invocation ${id} has no ${column} on disk`);
    return value;
  };

  return {
    async add({ functionArn, requestId, event, bytes }) {
      const acceptedAtMs = clock.now();
      const { lastInsertRowid } = await database.commit(() =>
        insert.run(functionArn, requestId, event, bytes, acceptedAtMs, acceptedAtMs),
      );
      const id = Number(lastInsertRowid);
      return {
        id,
        functionArn,
        requestId,
        bytes,
        attempts: 0,
        acceptedAtMs,
        notBeforeMs: acceptedAtMs,
        hasFailed: false,
      };
    },
    async retryLater(id, attempts, notBeforeMs) {
      await database.commit(() => postpone.run(attempts, notBeforeMs, id));
    },
    async fail(id, message) {
      await database.commit(() => giveUp.run(message, id));
    },
    readEvent: (id) => read(id, 'event'),
    readFailure: (id) => read(id, 'failure'),
    stored: () => readAll(database),
    ...removal,
  };
}

function readAll(database: Database): StoredInvocation[] {
  const rows = database.sql.prepare(
    `select id, function_arn, request_id, bytes, attempts, accepted_at_ms, not_before_ms, failure is not null as failed
     from lambda_invocations order by id`,
  );
  return rows.all().map((row) => ({
    id: Number(row['id']),
    functionArn: String(row['function_arn']),
    requestId: String(row['request_id']),
    bytes: Number(row['bytes']),
    attempts: Number(row['attempts']),
    acceptedAtMs: Number(row['accepted_at_ms']),
    notBeforeMs: Number(row['not_before_ms']),
    hasFailed: row['failed'] === 1,
  }));
}

/** Collects finished invocations and deletes them together: one statement instead of one write each. */
function createRemoval(database: Database, clock: Clock): Pick<InvocationQueue, 'remove' | 'flush'> {
  const statement = database.sql.prepare('delete from lambda_invocations where id in (select value from json_each(?))');
  let finished: number[] = [];
  let cancel: (() => void) | undefined;

  const flush = async () => {
    cancel?.();
    cancel = undefined;
    const ids = finished;
    finished = [];
    if (ids.length === 0) return;
    const list = JSON.stringify(ids);
    await database.commit(() => statement.run(list));
  };
  const flushSoon = () => {
    // A removal that fails (disk full) is made good at the next start, where these run once more.
    flush().catch(() => undefined);
  };

  return {
    flush,
    remove(id) {
      finished.push(id);
      if (finished.length >= lambdaLimits.removalMax) flushSoon();
      else cancel ??= clock.after(lambdaLimits.removalDelayMs, flushSoon);
    },
  };
}
