import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { alert } from '../../domain/messages/alert.ts';
import { indexAttributes, indexNames } from '../../domain/names.ts';
import { watchedAlerts } from '../../domain/state-keys.ts';
import type { Retry } from '../shared/retry.ts';
import { type Table, toItem } from '../shared/table.ts';

/** Ids of alerts whose next step was due by a time, a bounded number, longest overdue first. */
export type DueAlerts = (by: string, max: number, retry: Retry) => Promise<string[]>;

const dueAlert = z.object({ alertId: alert.shape.alertId });

export function createDueAlerts({ client, name }: Table): DueAlerts {
  const { partition, sort } = indexAttributes.due;
  return async (by, max, retry) => {
    const command = new QueryCommand({
      TableName: name,
      IndexName: indexNames.due,
      KeyConditionExpression: '#partition = :watched AND #sort <= :by',
      ExpressionAttributeNames: { '#partition': partition, '#sort': sort },
      ExpressionAttributeValues: toItem({ ':watched': watchedAlerts, ':by': by }),
      ProjectionExpression: 'alertId',
      Limit: max,
    });
    const { Items = [] } = await retry(() => client.send(command));
    return Items.map((item) => dueAlert.parse(unmarshall(item)).alertId);
  };
}
