import { Readable } from 'node:stream';
import { ClassicLevel } from 'classic-level';
import { UsageError } from '../../domain/errors.ts';
import { dynamoDbLimits } from '../limits.ts';
import type { Item } from './table-description.ts';

/** The one LevelDB of all tables. */
export type Level = ClassicLevel<string, Item>;

export interface Range {
  gt?: string;
  gte?: string;
  lt?: string;
  lte?: string;
  reverse?: boolean;
  limit?: number;
}

/**
 * Opens (or creates) the database in a folder.
 * @throws UsageError when another process has it open, or when it is no database.
 */
export async function openLevel(folder: string): Promise<Level> {
  const level: Level = new ClassicLevel(folder, {
    valueEncoding: 'json',
    writeBufferSize: dynamoDbLimits.writeBufferBytes,
  });
  try {
    await level.open();
    return level;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const isLocked = cause instanceof Error && 'code' in cause && cause.code === 'LEVEL_LOCKED';
    throw new UsageError(
      isLocked
        ? `The tables in ${folder} are in use: a stack is running with this state folder. End it, or set GATEHOUSE_HOME to another folder.`
        : `The tables in ${folder} cannot be opened (${cause instanceof Error ? cause.message : error}). Move the state folder away to start afresh, or set GATEHOUSE_HOME to another folder.`,
      { cause: error },
    );
  }
}

/** Where a table's items and an index's entries stand among the keys. A table's name has no `~`. */
export const prefixes = {
  schema: 'schema~',
  items: (table: string) => `items~${table}~`,
  entries: (table: string, index: string) => `index~${table}~${index}~`,
};

/** The range of everything under a prefix, which ends in `~`. */
export function under(prefix: string): { gte: string; lt: string } {
  return { gte: prefix, lt: `${prefix.slice(0, -1)}\u007f` };
}

/** The values under a prefix in the order of their keys; `range` is relative to the prefix. */
export function streamValues(
  level: Level,
  prefix: string,
  { reverse = false, limit = -1, ...bounds }: Range,
): Readable {
  const all = under(prefix);
  const lower =
    bounds.gt === undefined
      ? { gte: bounds.gte === undefined ? all.gte : prefix + bounds.gte }
      : { gt: prefix + bounds.gt };
  const upper =
    bounds.lte === undefined
      ? { lt: bounds.lt === undefined ? all.lt : prefix + bounds.lt }
      : { lte: prefix + bounds.lte };
  const values = level.values({ ...lower, ...upper, reverse, limit });
  return new Readable({
    objectMode: true,
    read() {
      values.nextv(dynamoDbLimits.readAheadItems).then(
        (items) => {
          for (const item of items) this.push(item);
          if (items.length === 0) this.push(null);
        },
        (reason: Error) => this.destroy(reason),
      );
    },
    destroy(error, done) {
      values.close().then(() => done(error), done);
    },
  });
}
