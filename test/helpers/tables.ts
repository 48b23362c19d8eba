import { paginateScan, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Deployment } from '../../operator/deployment.ts';

export type Item = Record<string, unknown>;

/** All items of a table whose partition key starts with `prefix`. */
export async function scan(
  { clients, outputs }: Deployment,
  table: 'passesTable' | 'stateTable',
  prefix = '',
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of paginateScan(
    { client: clients.dynamodb },
    { TableName: outputs[table], ConsistentRead: true },
  )) {
    for (const item of page.Items ?? []) items.push(unmarshall(item));
  }
  return items.filter(({ pk }) => String(pk).startsWith(prefix));
}

/** All items of one partition. */
export async function queryPartition(
  { clients, outputs }: Deployment,
  table: 'passesTable' | 'stateTable',
  pk: string,
): Promise<Item[]> {
  const { Items } = await clients.dynamodb.send(
    new QueryCommand({
      TableName: outputs[table],
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: marshall({ ':pk': pk }),
      ConsistentRead: true,
    }),
  );
  return (Items ?? []).map((item) => unmarshall(item));
}
