import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { UsageError } from '../../domain/errors.ts';
import { dynamoDbLimits } from '../limits.ts';
import type { TablePlan } from '../template/plan.ts';
import { describe, type IndexKeys, indexOf, keysOf, type TableKeys } from './table-description.ts';

/**
 * Makes the tables that are not there, with their indexes and time to live.
 * @throws UsageError when a table of the same name has other keys or indexes, or DynamoDB cannot be reached.
 */
export async function ensureTables(
  client: DynamoDBClient,
  tables: readonly TablePlan[],
  log: (line: string) => void,
): Promise<void> {
  for (const plan of tables) {
    const existing = await describeTable(client, plan.name);
    if (existing === undefined) await createTable(client, plan, log);
    else if (schemaOf(existing) !== schemaOf(describe(plan))) {
      throw new UsageError(
        `DynamoDB has a table ${plan.name} with other keys or indexes than the template. Delete it there, or give it another name.`,
      );
    }
  }
}

/** A table's keys and those of its indexes as text. */
function schemaOf(table: TableKeys & { GlobalSecondaryIndexes?: IndexKeys[] | undefined }): string {
  const indexes = (table.GlobalSecondaryIndexes ?? []).map((index) => `${index.IndexName} ${indexOf(table, index)}`);
  return [keysOf(table), ...indexes.sort()].join('; ');
}

async function describeTable(client: DynamoDBClient, TableName: string) {
  try {
    return (await client.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (cause) {
    if (cause instanceof ResourceNotFoundException) return undefined;
    const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw new UsageError(`DynamoDB cannot be used as GATEHOUSE_DYNAMODB says (${why}).`, { cause });
  }
}

async function createTable(client: DynamoDBClient, plan: TablePlan, log: (line: string) => void): Promise<void> {
  const { TableName, KeySchema, AttributeDefinitions, GlobalSecondaryIndexes } = describe(plan);
  log(`making the table ${TableName}`);
  await client.send(
    new CreateTableCommand({
      TableName,
      KeySchema,
      AttributeDefinitions,
      BillingMode: 'PAY_PER_REQUEST',
      ...(GlobalSecondaryIndexes === undefined ? {} : { GlobalSecondaryIndexes }),
    }),
  );
  await waitUntilTableExists({ client, ...dynamoDbLimits.tableWait }, { TableName });
  if (plan.timeToLiveAttribute === undefined) return;
  const TimeToLiveSpecification = { Enabled: true, AttributeName: plan.timeToLiveAttribute };
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification })).catch((error: unknown) => {
    log(`the table ${TableName} is without time to live, which this DynamoDB does not know (${error})`);
  });
}
