import { createRequire } from 'node:module';
import type { ItemStore } from './item-store.ts';
import type { IndexDescription, Item, TableDescription } from './table-description.ts';

// dynalite as a library: its validation, its expressions and its operations, which ship no types. Its HTTP server and
// its storage are replaced: the one cannot be put behind an access check without parsing each body twice, the other
// writes an item and its index entries one after the other, so that a crash leaves them at odds.
const require = createRequire(import.meta.url);

const database: {
  getIndexActions(
    indexes: readonly IndexDescription[],
    existing: undefined,
    item: Item,
    table: TableDescription,
  ): { puts: IndexEntry[] };
} = require('dynalite/db');

const validations: {
  checkTypes(input: object, types: object): object;
  checkValidations(input: object, types: object, custom: unknown, store: ItemStore): void;
} = require('dynalite/validations');

export interface IndexEntry {
  index: string;
  key: string;
  item: Item;
}

/** The entries of an item in its table's indexes; none in a sparse index whose keys it lacks. */
export function indexEntries(table: TableDescription, item: Item): IndexEntry[] {
  return database.getIndexActions(table.GlobalSecondaryIndexes ?? [], undefined, item, table).puts;
}

export interface Operation {
  /** The parameters that dynalite knows. What it does not know it drops silently. */
  parameters: ReadonlySet<string>;
  /** Throws, or calls back with, an error with `statusCode` and `body` for what DynamoDB would refuse. */
  run(store: ItemStore, input: object, done: (error: unknown, result?: object) => void): void;
}

/** The operations that the engine has, by their name in DynamoDB's API. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  [
    'BatchGetItem',
    'BatchWriteItem',
    'DeleteItem',
    'DescribeTable',
    'GetItem',
    'PutItem',
    'Query',
    'Scan',
    'UpdateItem',
  ].map((name) => [name, loadOperation(name)]),
);

function loadOperation(name: string): Operation {
  const file = name.charAt(0).toLowerCase() + name.slice(1);
  const run: Operation['run'] = require(`dynalite/actions/${file}`);
  const validation: { types: object; custom?: unknown } = require(`dynalite/validations/${file}`);
  return {
    // dynalite's Scan does not know ConsistentRead, and needs not: every read here is consistent.
    parameters: new Set([...Object.keys(validation.types), ...(name === 'Scan' ? ['ConsistentRead'] : [])]),
    run: (store, input, done) => {
      const checked = validations.checkTypes(input, validation.types);
      validations.checkValidations(checked, validation.types, validation.custom, store);
      run(store, checked, done);
    },
  };
}
