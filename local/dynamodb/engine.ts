import { AwsError, notSupported } from '../aws/aws-error.ts';
import { operations } from './dynalite.ts';
import { conditionFailed, toAwsError } from './dynalite-errors.ts';
import { createItemStore, emptyIndexKey } from './item-store.ts';
import type { Level } from './level.ts';
import { type Input, putsOf } from './request.ts';
import type { Item, TableDescription } from './table-description.ts';

export interface Engine {
  /**
   * Runs one operation of DynamoDB's API. A write is in the operating system's hands when it resolves.
   * @throws AwsError for what DynamoDB would refuse, and for what the engine does not have.
   */
  run(operation: string, input: Input): Promise<object>;
}

/** DynamoDB over LevelDB, for tables that are given once and for all. */
export function createEngine(level: Level, tables: readonly TableDescription[]): Engine {
  const { store, lastRead } = createItemStore(level, tables);
  const byName = new Map(tables.map((table) => [table.TableName, table]));

  return {
    run: (name, { ReturnValuesOnConditionCheckFailure: onFailure, ...input }) =>
      new Promise((resolve, reject) => {
        const operation = operations.get(name);
        if (operation === undefined) throw notSupported(`dynamodb:${name}`);
        if (onFailure !== undefined && !withCondition.has(name))
          throw unknown(name, 'ReturnValuesOnConditionCheckFailure');
        for (const parameter of Object.keys(input)) {
          if (!operation.parameters.has(parameter)) throw unknown(name, parameter);
        }
        if (name === 'BatchWriteItem') checkBatch(byName, input);
        const fail = (error: unknown) => reject(toAwsError(error, failedItem(error, onFailure, lastRead)) ?? error);
        try {
          operation.run(store, input, (error, result = {}) => (error ? fail(error) : resolve(result)));
        } catch (error) {
          fail(error);
        }
      }),
  };
}

const withCondition: ReadonlySet<string> = new Set(['DeleteItem', 'PutItem', 'UpdateItem']);

function unknown(operation: string, parameter: string): AwsError {
  return new AwsError('ValidationException', `${operation} with ${parameter} is not supported by the local runtime.`);
}

/** DynamoDB refuses the whole batch for one empty index key; the store would refuse that item only. */
function checkBatch(tables: ReadonlyMap<string, TableDescription>, input: Input): void {
  for (const { table: name, item } of putsOf(input)) {
    const table = tables.get(name);
    const refusal = table && emptyIndexKey(table, item);
    if (refusal) throw toAwsError(refusal);
  }
}

/** The `Item` of a failed condition, which dynalite does not know how to return. */
function failedItem(error: unknown, wanted: unknown, lastRead: () => Item | undefined): object {
  if (wanted !== 'ALL_OLD' || toAwsError(error)?.code !== conditionFailed) return {};
  const item = lastRead();
  return item === undefined ? {} : { Item: item };
}
