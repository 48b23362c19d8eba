import type { KeyElement, TablePlan } from '../template/plan.ts';

/** An item as DynamoDB's JSON has it: each attribute with its type. */
export type Item = Record<string, AttributeValue>;
interface AttributeValue {
  S?: string;
  N?: string;
  B?: string;
  [type: string]: unknown;
}

type KeySchema = { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[];

export interface IndexDescription {
  IndexName: string;
  KeySchema: KeySchema;
  Projection: { ProjectionType: 'ALL' | 'KEYS_ONLY' };
}

/** A table as DynamoDB describes it, as far as anything here looks at it. */
export interface TableDescription {
  TableName: string;
  TableArn: string;
  TableStatus: 'ACTIVE';
  BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' };
  KeySchema: KeySchema;
  AttributeDefinitions: { AttributeName: string; AttributeType: 'S' | 'N' | 'B' }[];
  GlobalSecondaryIndexes?: IndexDescription[];
}

export function describe({ name, arn, keySchema, attributes, indexes }: TablePlan): TableDescription {
  return {
    TableName: name,
    TableArn: arn,
    TableStatus: 'ACTIVE',
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    KeySchema: keySchemaOf(keySchema),
    AttributeDefinitions: attributes.map((attribute) => ({
      AttributeName: attribute.name,
      AttributeType: attribute.type,
    })),
    // DynamoDB knows no empty list here.
    ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: indexes.map(describeIndex) }),
  };
}

function describeIndex({ name, keySchema, projection }: TablePlan['indexes'][number]): IndexDescription {
  return { IndexName: name, KeySchema: keySchemaOf(keySchema), Projection: { ProjectionType: projection } };
}

function keySchemaOf(elements: readonly KeyElement[]): KeySchema {
  return elements.map(({ name, role }) => ({ AttributeName: name, KeyType: role }));
}

/** What two descriptions of a table are compared by; it may come from another DynamoDB or from disk. */
export interface TableKeys {
  KeySchema?: { AttributeName?: string | undefined; KeyType?: string | undefined }[] | undefined;
  AttributeDefinitions?: { AttributeName?: string | undefined; AttributeType?: string | undefined }[] | undefined;
}

export interface IndexKeys extends Pick<TableKeys, 'KeySchema'> {
  IndexName?: string | undefined;
  Projection?: { ProjectionType?: string | undefined } | undefined;
}

/** A table's keys as text, for example `pk HASH S, sk RANGE S`. */
export function keysOf(table: TableKeys, { KeySchema = [] }: Pick<TableKeys, 'KeySchema'> = table): string {
  const types = new Map(table.AttributeDefinitions?.map((one) => [one.AttributeName, one.AttributeType]));
  return KeySchema.map((one) => `${one.AttributeName} ${one.KeyType} ${types.get(one.AttributeName)}`).join(', ');
}

/** An index's keys and what it holds as text. */
export function indexOf(table: TableKeys, index: IndexKeys): string {
  return `${keysOf(table, index)}: ${index.Projection?.ProjectionType}`;
}
