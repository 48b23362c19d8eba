import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { GatehouseError, UsageError } from '../../domain/errors.ts';

/**
 * The local runtime's durable state: one SQLite file, in which each part owns its tables.
 *
 * Writes that arrive together share one transaction and one fsync (group commit), which is what lets a broker
 * acknowledge tens of thousands of messages a second while none is acknowledged before it is on disk.
 */
export interface Database {
  /**
   * Runs `write` in the next group commit. Resolves with its result once that commit is on disk; rejects, and
   * takes back only this write, when `write` throws.
   */
  commit<T>(write: (database: DatabaseSync) => T): Promise<T>;
  /** For reads, and for creating tables at start. */
  readonly sql: DatabaseSync;
  /** Finishes what is pending and closes the file. */
  close(): Promise<void>;
}

interface Pending {
  write: (database: DatabaseSync) => unknown;
  resolve: (value: never) => void;
  reject: (reason: unknown) => void;
}

/**
 * Opens (or creates) the database file.
 * @throws UsageError when the file is no database or cannot be opened: one line that says what to do.
 */
export function openDatabase(path: string): Database {
  const sql = open(path);
  let pending: Pending[] = [];
  let scheduled = false;

  const flush = () => {
    scheduled = false;
    const batch = pending;
    pending = [];
    if (batch.length > 0) commitTogether(sql, batch);
  };

  return {
    sql,
    commit: <T>(write: (database: DatabaseSync) => T) =>
      new Promise<T>((resolve, reject) => {
        pending.push({ write, resolve: resolve as Pending['resolve'], reject });
        if (scheduled) return;
        scheduled = true;
        setImmediate(flush);
      }),
    close: async () => {
      flush();
      sql.close();
    },
  };
}

function open(path: string): DatabaseSync {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const sql = new DatabaseSync(path);
    // Exclusive: two stacks on one state folder would each run the invocations of both.
    sql.exec(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE; COMMIT;',
    );
    const check = String(sql.prepare('PRAGMA quick_check(1)').get()?.['quick_check']);
    if (check !== 'ok') throw new GatehouseError(`damaged: ${check.replaceAll('\n', ' ')}`);
    return sql;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(
      `The state file ${path} cannot be opened (${why}). ${advice(why)}, or set GATEHOUSE_HOME to another folder.`,
      { cause },
    );
  }
}

function advice(why: string): string {
  if (/locked/.test(why)) return 'Another stack runs on it: end that one';
  // SQLite's word for it is "unable to open", Node's are EACCES, ENOTDIR and the like.
  if (/unable to open|readonly|^E[A-Z]+:/.test(why)) return 'Take care that the folder can be written';
  return 'Move its folder away to start afresh';
}

function commitTogether(sql: DatabaseSync, batch: readonly Pending[]): void {
  const outcomes: (() => void)[] = [];
  try {
    sql.exec('BEGIN IMMEDIATE');
    for (const { write, resolve, reject } of batch) {
      sql.exec('SAVEPOINT one');
      try {
        const value = write(sql);
        outcomes.push(() => resolve(value as never));
      } catch (reason) {
        sql.exec('ROLLBACK TO one');
        outcomes.push(() => reject(reason));
      }
      sql.exec('RELEASE one');
    }
    sql.exec('COMMIT');
  } catch (reason) {
    // Disk full or the like: nobody may believe that the write is on disk.
    if (sql.isTransaction) sql.exec('ROLLBACK');
    for (const { reject } of batch) reject(reason);
    return;
  }
  for (const tell of outcomes) tell();
}
