import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type * as z from 'zod';
import { auditEntry } from '../domain/audit-trail.ts';
import { auditTrailOf } from '../domain/state-keys.ts';
import type { StateTable } from './gate-records.ts';

/** An entry as far as it can be read: somebody may have changed anything about it. */
const foundEntry = auditEntry.partial();
export type FoundEntry = z.infer<typeof foundEntry>;

/** All that lies in a community's audit trail, in the order of its keys; `{}` for what is no entry at all. */
export async function readAuditTrail({ dynamodb, tableName }: StateTable, community: string): Promise<FoundEntry[]> {
  const found: FoundEntry[] = [];
  const pages = paginateQuery(
    { client: dynamodb },
    {
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: marshall({ ':pk': auditTrailOf(community) }),
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) {
    for (const item of Items) found.push(foundEntry.safeParse(unmarshall(item)).data ?? {});
  }
  return found;
}
