import type { Readable } from 'node:stream';
import { dynamoDbLimits } from '../limits.ts';
import { noSuchTable, validationError } from './dynalite-errors.ts';
import { createGroupedWrites, type Write } from './grouped-writes.ts';
import { createKeyLock } from './key-lock.ts';
import { type Level, prefixes, type Range, streamValues } from './level.ts';
import type { Item, TableDescription } from './table-description.ts';

type Callback<T = void> = (error?: Error | null, value?: T) => void;

/** What dynalite's operations ask of their storage. */
export interface ItemStore {
  options: { maxItemSize: number };
  getTable(name: string, ...rest: [boolean, Callback<TableDescription>] | [Callback<TableDescription>]): void;
  getItemDb(table: string): ItemDatabase | undefined;
  getIndexDb(kind: string, table: string, index: string): IndexDatabase;
}

interface IndexDatabase {
  put(key: string, item: Item, done: Callback): void;
  del(key: string, done: Callback): void;
  createValueStream(range: Range): Readable;
}

interface ItemDatabase extends IndexDatabase {
  lock: ReturnType<typeof createKeyLock>;
  get(key: string, done: Callback<Item>): void;
}

/**
 * Storage for dynalite's operations, in which an item and its index entries are one atomic write: a crash leaves both
 * or neither.
 *
 * An operation calls `put` or `del` for each index entry and then, in the same tick, for the item. Index writes are
 * held until their item's write comes, and go to disk with it.
 */
export function createItemStore(level: Level, tables: readonly TableDescription[]) {
  const byName = new Map(tables.map((table) => [table.TableName, table]));
  const writes = createGroupedWrites(level);
  let held: Write[] = [];
  let lastRead: Item | undefined;

  const commit = (write: Write, done: Callback) => {
    writes.add([...held, write], done);
    held = [];
  };

  const itemDatabase = (table: TableDescription): ItemDatabase => {
    const prefix = prefixes.items(table.TableName);
    return {
      lock: createKeyLock(),
      get: (key, done) => {
        lastRead = level.getSync(prefix + key);
        done(null, lastRead);
      },
      put: (key, item, done) => {
        const refusal = emptyIndexKey(table, item);
        if (refusal === undefined) return commit({ type: 'put', key: prefix + key, value: item }, done);
        held = [];
        done(refusal);
      },
      del: (key, done) => commit({ type: 'del', key: prefix + key }, done),
      createValueStream: (range) => streamValues(level, prefix, range),
    };
  };

  const itemDatabases = new Map(tables.map((table) => [table.TableName, itemDatabase(table)]));

  const store: ItemStore = {
    options: { maxItemSize: dynamoDbLimits.itemMaxBytes },
    getTable: (name, ...rest) => {
      const done = rest[1] ?? rest[0];
      const table = byName.get(name);
      if (typeof done === 'function') done(table ? null : noSuchTable(), table);
    },
    getItemDb: (table) => itemDatabases.get(table),
    getIndexDb: (_kind, table, index) => {
      const prefix = prefixes.entries(table, index);
      const hold = (write: Write, done: Callback) => {
        held.push(write);
        done();
      };
      return {
        put: (key, value, done) => hold({ type: 'put', key: prefix + key, value }, done),
        del: (key, done) => hold({ type: 'del', key: prefix + key }, done),
        createValueStream: (range) => streamValues(level, prefix, range),
      };
    },
  };
  /** `lastRead`: the item that the operation which is just calling back has read. */
  return { store, lastRead: () => lastRead };
}

/** DynamoDB refuses an item whose index key is empty; dynalite takes it. */
export function emptyIndexKey(table: TableDescription, item: Item): Error | undefined {
  for (const { IndexName, KeySchema } of table.GlobalSecondaryIndexes ?? []) {
    const empty = KeySchema.find(({ AttributeName }) => {
      const value = item[AttributeName];
      return value?.S === '' || value?.B === '';
    });
    if (empty === undefined) continue;
    const type = item[empty.AttributeName]?.S === '' ? 'string' : 'binary';
    return validationError(
      `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${type} value. IndexName: ${IndexName}, IndexKey: ${empty.AttributeName}`,
    );
  }
  return undefined;
}
