import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type Alert, alert } from '../domain/messages/alert.ts';
import { indexNames } from '../domain/names.ts';
import type { StateTable } from './gate-records.ts';

/** An alert without what was measured of a person: that is for the guards. */
export type OpenAlert = Omit<Alert, 'person'>;

const openAlert = alert.omit({ person: true });

/** Alerts that are not resolved, by district, community and time. */
export async function listOpenAlerts({ dynamodb, tableName }: StateTable): Promise<OpenAlert[]> {
  const open: OpenAlert[] = [];
  // The index is sparse: it holds nothing else.
  const pages = paginateScan({ client: dynamodb }, { TableName: tableName, IndexName: indexNames.openAlerts });
  for await (const { Items = [] } of pages) {
    for (const item of Items) open.push(openAlert.parse(unmarshall(item)));
  }
  const placeAndTime = ({ district, community, raisedAt }: OpenAlert) => [district, community, raisedAt].join('#');
  return open.toSorted((a, b) => (placeAndTime(a) < placeAndTime(b) ? -1 : 1));
}
