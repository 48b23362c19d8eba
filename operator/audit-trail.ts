import { hash } from 'node:crypto';
import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type * as z from 'zod';
import { auditEntry, firstBreak } from '../domain/audit-trail.ts';
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

/** The place of the first entry that does not follow from those before, counted from 1; undefined: all do. */
export function breakIn(found: readonly FoundEntry[]): number | undefined {
  const read = found.map((entry) => auditEntry.safeParse(entry));
  const unreadable = read.findIndex(({ success }) => !success);
  const entries = (unreadable < 0 ? read : read.slice(0, unreadable)).flatMap(({ data }) => data ?? []);
  const broken = firstBreak(entries, (text) => hash('sha256', text, 'hex'));
  return broken ?? (unreadable < 0 ? undefined : unreadable + 1);
}
