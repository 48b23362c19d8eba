import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Place } from '../../domain/access/may.ts';
import { isAboutPerson } from '../../domain/alerts/life-cycle.ts';
import { loadOf } from '../../domain/escalation/load.ts';
import { loadLimits } from '../../domain/limits/escalation.ts';
import { type Alert, alert } from '../../domain/messages/alert.ts';
import { indexAttributes, indexNames } from '../../domain/names.ts';
import { openIn } from '../../domain/state-keys.ts';
import type { Retry } from '../shared/retry.ts';
import { type Table, toItem } from '../shared/table.ts';
import { toInstant } from '../shared/timing.ts';
import type { Communities } from './communities.ts';
import type { Handler } from './handler-of.ts';

const hourMs = 3_600_000;

/** Recomputed from the alerts each time: no count is kept that could be wrong (law 7). */
export function createGetLoad(state: Table, communities: Communities): Handler<'getLoad'> {
  return async ({ principal, community, query, nowMs, retry }) => {
    const place = await communities.permit(principal, 'see-load', community, retry);
    if ('problem' in place) return place;
    const since = toInstant(nowMs - query.hours * hourMs);
    const indexes = ['openAlerts', 'resolvedAlerts'] as const;
    const read = await Promise.all(indexes.map((index) => readSince(state, index, place, since, retry)));
    const alerts = read.flat().filter(({ kind, late }) => isAboutPerson(kind) && !late);
    const complete = read.every(({ length }) => length < loadLimits.alertsMax);
    return { answer: { hours: loadOf(alerts), complete } };
  };
}

/** Newest first, so that what is too much is the oldest. */
function readSince(
  { client, name }: Table,
  index: 'openAlerts' | 'resolvedAlerts',
  { district, community }: Place,
  since: string,
  retry: Retry,
): Promise<Alert[]> {
  const { partition, sort } = indexAttributes[index];
  return retry(async () => {
    const pages = paginateQuery(
      { client },
      {
        TableName: name,
        IndexName: indexNames[index],
        KeyConditionExpression: '#partition = :of AND #sort >= :since',
        ExpressionAttributeNames: { '#partition': partition, '#sort': sort },
        ExpressionAttributeValues: toItem({ ':of': openIn(district, community), ':since': since }),
        ScanIndexForward: false,
      },
    );
    const read: Alert[] = [];
    for await (const { Items = [] } of pages) {
      read.push(...Items.map((item) => alert.parse(unmarshall(item))));
      if (read.length >= loadLimits.alertsMax) break;
    }
    return read.slice(0, loadLimits.alertsMax);
  });
}
