import { type AttributeValue, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { may, type Place } from '../../domain/access/may.ts';
import type { Principal } from '../../domain/access/principal.ts';
import { isAboutPerson } from '../../domain/alerts/life-cycle.ts';
import { alertRank, inOrder } from '../../domain/alerts/order.ts';
import { apiLimits } from '../../domain/limits/api.ts';
import { type Alert, alert } from '../../domain/messages/alert.ts';
import { instant } from '../../domain/messages/fields.ts';
import { indexAttributes, indexNames } from '../../domain/names.ts';
import { alertKey, openIn } from '../../domain/state-keys.ts';
import type { Retry } from '../shared/retry.ts';
import { type Table, toItem } from '../shared/table.ts';
import type { Communities } from './communities.ts';
import { fromCursor, toCursor } from './cursor.ts';
import type { Handler } from './handler-of.ts';

const lastResolved = z.object({ alertId: alert.shape.alertId, raisedAt: instant });

/** Alerts of a community, page by page; those that somebody may not see are left out. */
export function createListAlerts(state: Table, communities: Communities): Handler<'listAlerts'> {
  return async ({ principal, query, retry }) => {
    const place = await communities.permit(principal, 'see-alerts-about-devices', query.community, retry);
    if ('problem' in place) return place;
    const { limit, cursor } = query;
    if (query.state === 'unresolved') {
      const read = await readUnresolved(state, place, retry);
      const after = cursor === undefined ? '' : fromCursor(cursor, z.string());
      if (after === undefined) return { problem: 'bad-request', field: 'cursor' };
      const ahead = visible(principal, place, read).filter((one) => alertRank(one) > after);
      const page = ahead.slice(0, limit);
      const last = ahead.length > limit ? page.at(-1) : undefined;
      return { answer: { alerts: page, next: last ? toCursor(alertRank(last)) : null } };
    }
    const after = cursor === undefined ? undefined : fromCursor(cursor, lastResolved);
    if (cursor !== undefined && after === undefined) return { problem: 'bad-request', field: 'cursor' };
    const { read, isLast } = await readPage(state, 'resolvedAlerts', place, { limit, after }, retry);
    const last = isLast ? undefined : read.at(-1);
    const next = last ? toCursor({ alertId: last.alertId, raisedAt: last.raisedAt }) : null;
    return { answer: { alerts: visible(principal, place, read), next } };
  };
}

function visible(principal: Principal, place: Place, alerts: readonly Alert[]): Alert[] {
  const seesPersons = may(principal, 'see-alerts-about-persons', place);
  return alerts.filter(({ kind }) => seesPersons || !isAboutPerson(kind));
}

/** All that are not resolved, or the newest of too many, as guards see them: that order is none of an index's. */
export async function readUnresolved(state: Table, place: Place, retry: Retry): Promise<Alert[]> {
  const all: Alert[] = [];
  let after: z.infer<typeof lastResolved> | undefined;
  do {
    const limit = apiLimits.alertsListedMax - all.length;
    const { read, isLast } = await readPage(state, 'openAlerts', place, { limit, after }, retry);
    all.push(...read);
    after = isLast ? undefined : read.at(-1);
  } while (after && all.length < apiLimits.alertsListedMax);
  return inOrder(all);
}

async function readPage(
  { client, name }: Table,
  index: 'openAlerts' | 'resolvedAlerts',
  { district, community }: Place,
  { limit, after }: { limit: number; after: z.infer<typeof lastResolved> | undefined },
  retry: Retry,
): Promise<{ read: Alert[]; isLast: boolean }> {
  const { partition, sort } = indexAttributes[index];
  const of = openIn(district, community);
  const start = after && { ...alertKey(after.alertId), [partition]: of, [sort]: after.raisedAt };
  const command = new QueryCommand({
    TableName: name,
    IndexName: indexNames[index],
    KeyConditionExpression: '#partition = :of',
    ExpressionAttributeNames: { '#partition': partition },
    ExpressionAttributeValues: toItem({ ':of': of }),
    ScanIndexForward: false,
    Limit: limit,
    ExclusiveStartKey: start && toItem(start),
  });
  const { Items = [], LastEvaluatedKey } = await retry(() => client.send(command));
  const read = Items.map((item: Record<string, AttributeValue>) => alert.parse(unmarshall(item)));
  return { read, isLast: LastEvaluatedKey === undefined };
}
