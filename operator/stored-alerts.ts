import { paginateScan } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type Alert, alert } from '../domain/messages/alert.ts';
import { alertKey } from '../domain/state-keys.ts';
import type { StateTable } from './gate-records.ts';

/** All alerts that are kept, resolved ones too. Reads the whole table of small things: for a check, not for every day. */
export async function* readAlerts({ dynamodb, tableName }: StateTable): AsyncGenerator<Alert> {
  const pages = paginateScan(
    { client: dynamodb },
    {
      TableName: tableName,
      ConsistentRead: true,
      FilterExpression: 'begins_with(pk, :alerts)',
      ExpressionAttributeValues: marshall({ ':alerts': alertKey('').pk }),
    },
  );
  for await (const { Items = [] } of pages) for (const item of Items) yield alert.parse(unmarshall(item));
}
