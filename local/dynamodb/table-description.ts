import type { KeyElement, TablePlan } from '../template/plan.ts';

/** An item as DynamoDB's JSON has it: each attribute with its type. */
export type Item = Record<string, AttributeValue>;
export interface AttributeValue {
  S?: string;
  N?: string;
  B?: string;
  [type: string]: unknown;
}

export type KeySchema = { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[];

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
