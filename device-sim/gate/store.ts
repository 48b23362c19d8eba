import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { HeldLists } from '../../domain/codes/held-lists.ts';
import { UsageError } from '../../domain/errors.ts';
import { gateConfig } from '../../domain/messages/config.ts';
import { emptyScreening } from '../../domain/screening/screening-state.ts';
import { simLimits } from '../limits.ts';
import type { Save } from './effects.ts';
import type { Flash, GateMemory, HeldPass } from './state.ts';
import type { UsedCode } from './used-codes.ts';

/**
 * The flash of all gates of one process: one SQLite file. A real gate writes to a flash of its own; here, writes
 * of all gates that arrive together share one transaction and one fsync, or 2,000 gates would wait for the disk.
 */
export interface FlashStore {
  /** What a gate had on flash; undefined for a gate that never ran. */
  load(gate: string): Flash | undefined;
  /**
   * Writes all of it or nothing, in the order of the calls. Resolves once it survives a power cut; what only says that
   * passes were acknowledged or marked may resolve before.
   */
  save(gate: string, save: Save): Promise<void>;
  /** The gate has no power: what is not written yet never will be, and its writes reject. */
  cutPower(gate: string): void;
  close(): void;
}

const schema = `
  create table if not exists memory (gate text primary key, memory text not null) strict, without rowid;
  create table if not exists passes (
    position integer primary key,
    gate text not null, epoch text not null, seq integer not null,
    at_ms integer not null, sent integer not null, json text not null,
    unique (gate, epoch, seq)
  ) strict;
  create table if not exists lists (gate text primary key, lists text not null) strict, without rowid;
  create table if not exists used (gate text primary key, used text not null) strict, without rowid;`;

/**
 * Opens the file or makes it. It belongs to this process until it is closed: a gate must not run twice.
 * @throws UsageError when it cannot be opened, or another process has it.
 */
export function openFlashStore(path: string): FlashStore {
  const sql = open(path);
  const statements = prepare(sql);
  let waiting: Waiting[] = [];
  let isPlanned = false;

  /** What is on flash of each gate: most writes change passes only. */
  const memories = new Map<string, GateMemory>();

  const flush = () => {
    isPlanned = false;
    const batch = waiting;
    waiting = [];
    if (batch.length > 0) writeTogether(sql, statements, memories, batch);
  };

  const mayWait = (gate: string, save: Save) =>
    onlyForgets(save) && memories.get(gate) === save.memory && waiting.length < simLimits.writesWaitingMax;

  return {
    load: (gate) => {
      flush();
      return load(statements, gate);
    },
    save: (gate, save) =>
      new Promise((resolve, reject) => {
        const waits = mayWait(gate, save);
        waiting.push({ gate, save, resolve, reject });
        if (waits) return resolve();
        if (!isPlanned) setImmediate(flush);
        isPlanned = true;
      }),
    cutPower: (gate) => {
      const lost = waiting.filter((one) => one.gate === gate);
      waiting = waiting.filter((one) => one.gate !== gate);
      for (const { reject } of lost) reject(new Error('the power failed'));
    },
    close: () => {
      flush();
      sql.close();
    },
  };
}

interface Waiting {
  gate: string;
  save: Save;
  resolve: () => void;
  reject: (reason: unknown) => void;
}

function open(path: string): DatabaseSync {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const sql = new DatabaseSync(path);
    sql.exec(`PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ${schema}`);
    return sql;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(
      why.includes('locked')
        ? `The gates of ${path} run in another process: stop it, or give this one another folder.`
        : `The gates' flash ${path} cannot be opened (${why}). Move the file away to start with new gates.`,
      { cause },
    );
  }
}

type Statements = Record<
  'memory' | 'passes' | 'lists' | 'used' | 'saveMemory' | 'saveLists' | 'saveUsed' | 'put' | 'forget',
  StatementSync
>;

function prepare(sql: DatabaseSync): Statements {
  return {
    memory: sql.prepare('select memory from memory where gate = ?'),
    passes: sql.prepare(
      'select epoch, seq, at_ms as atMs, json from passes where gate = ? and sent = ? order by position',
    ),
    lists: sql.prepare('select lists from lists where gate = ?'),
    used: sql.prepare('select used from used where gate = ?'),
    saveLists: sql.prepare('insert into lists values (?, ?) on conflict do update set lists = excluded.lists'),
    saveUsed: sql.prepare('insert into used values (?, ?) on conflict do update set used = excluded.used'),
    saveMemory: sql.prepare('insert into memory values (?, ?) on conflict do update set memory = excluded.memory'),
    put: sql.prepare(
      `insert into passes (gate, epoch, seq, at_ms, json, sent) values (?, ?, ?, ?, ?, ?)
       on conflict (gate, epoch, seq) do update set sent = excluded.sent`,
    ),
    forget: sql.prepare('delete from passes where gate = ? and epoch = ? and seq = ?'),
  };
}

function load(statements: Statements, gate: string): Flash | undefined {
  const row = statements.memory.get(gate);
  if (row === undefined) return undefined;
  // One of an older firmware has other screening; a gate that changes it is learning again.
  const memory: GateMemory = { screening: emptyScreening, ...JSON.parse(String(row['memory'])) };
  const lists: HeldLists = JSON.parse(String(statements.lists.get(gate)?.['lists'] ?? '{}'));
  const used: UsedCode[] = JSON.parse(String(statements.used.get(gate)?.['used'] ?? '[]'));
  // The config decides how the gate judges: it is looked at again, whatever wrote it.
  return {
    memory: { ...memory, config: gateConfig.parse(memory.config) },
    outbox: statements.passes.all(gate, 0).map(toHeldPass),
    sent: statements.passes.all(gate, 1).map(toHeldPass),
    lists,
    used,
  };
}

function toHeldPass(row: Record<string, unknown>): HeldPass {
  return {
    epoch: String(row['epoch']),
    seq: Number(row['seq']),
    atMs: Number(row['atMs']),
    json: String(row['json']),
  };
}

/**
 * That passes were acknowledged or marked may be written with whatever comes next: a gate that has forgotten it, after a
 * power cut, sends them again.
 */
function onlyForgets({ toOutbox, lists, used }: Save): boolean {
  return toOutbox.length === 0 && !lists && !used;
}

function writeTogether(
  sql: DatabaseSync,
  statements: Statements,
  memories: Map<string, GateMemory>,
  batch: readonly Waiting[],
): void {
  try {
    sql.exec('BEGIN IMMEDIATE');
    for (const { gate, save } of batch) {
      write(statements, gate, save, memories.get(gate));
      memories.set(gate, save.memory);
    }
    sql.exec('COMMIT');
  } catch (reason) {
    for (const { gate } of batch) memories.delete(gate);
    if (sql.isTransaction) sql.exec('ROLLBACK');
    for (const { reject } of batch) reject(reason);
    return;
  }
  for (const { resolve } of batch) resolve();
}

function write(statements: Statements, gate: string, save: Save, before: GateMemory | undefined): void {
  const { memory, lists, used, toOutbox, toSent, forget } = save;
  if (memory !== before) statements.saveMemory.run(gate, JSON.stringify(memory));
  if (lists) statements.saveLists.run(gate, JSON.stringify(lists));
  if (used) statements.saveUsed.run(gate, JSON.stringify(used));
  const put = (held: HeldPass, sent: 0 | 1) =>
    statements.put.run(gate, held.epoch, held.seq, held.atMs, held.json, sent);
  for (const held of toOutbox) put(held, 0);
  for (const held of toSent) put(held, 1);
  for (const held of forget) statements.forget.run(gate, held.epoch, held.seq);
}
