import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { timeLimits } from '../../domain/limits.ts';
import { type Alert, alert } from '../../domain/messages/alert.ts';
import { indexAttributes, timeToLiveAttribute } from '../../domain/names.ts';
import { alertKey, openIn } from '../../domain/state-keys.ts';
import type { Retry } from './retry.ts';
import { createItem, holdsCondition, readItem, type Table, toItem } from './table.ts';

/** Alerts in `state`; those not resolved are in the index of open alerts. */
export interface AlertsStore {
  /** @returns whether it was not there before: one call decides, however many try at once. */
  create(alert: Alert, retry: Retry): Promise<boolean>;
  find(alertId: string, retry: Retry): Promise<Alert | undefined>;
  /** @returns false when there is no such alert, or it is resolved already. */
  resolve(alertId: string, resolvedAt: string, retry: Retry): Promise<boolean>;
}

export function createAlertsStore(state: Table): AlertsStore {
  return {
    create: (created, retry) => createItem(state, { ...alertKey(created.alertId), ...alertItem(created) }, retry),
    async find(alertId, retry) {
      const item = await readItem(state, alertKey(alertId), retry);
      return item && alert.parse(item);
    },
    resolve(alertId, resolvedAt, retry) {
      const command = new UpdateItemCommand({
        TableName: state.name,
        Key: toItem(alertKey(alertId)),
        UpdateExpression: `SET #state = :resolved, resolvedAt = :at REMOVE ${indexAttributes.openAlerts.partition}`,
        ConditionExpression: 'attribute_exists(pk) AND #state <> :resolved',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: toItem({ ':resolved': 'resolved' satisfies Alert['state'], ':at': resolvedAt }),
      });
      return holdsCondition(retry(() => state.client.send(command)));
    },
  };
}

function alertItem(created: Alert): object {
  const { state, district, community, raisedAt } = created;
  return {
    ...created,
    [indexAttributes.openAlerts.partition]: state === 'resolved' ? undefined : openIn(district, community),
    [timeToLiveAttribute]: Math.floor(Date.parse(raisedAt) / 1_000) + timeLimits.alertRetentionS,
  };
}
