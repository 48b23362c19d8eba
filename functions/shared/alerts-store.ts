import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { timeLimits } from '../../domain/limits.ts';
import { type Alert, alert } from '../../domain/messages/alert.ts';
import { indexAttributes, timeToLiveAttribute } from '../../domain/names.ts';
import { alertKey, openIn } from '../../domain/state-keys.ts';
import type { Retry } from './retry.ts';
import { createItem, holdsCondition, readItem, type Table, toItem, unlessRefused } from './table.ts';

/** Alerts in `state`; those not resolved are in the index of open alerts. */
export interface AlertsStore {
  /** @returns whether it was not there before: one call decides, however many try at once. */
  create(alert: Alert, retry: Retry): Promise<boolean>;
  find(alertId: string, retry: Retry): Promise<Alert | undefined>;
  /**
   * Resolves an alert because of what gates sent, whoever has it in hand.
   * @returns it as it is now; undefined when there is no such alert, or it is resolved already.
   */
  resolve(alertId: string, resolvedAt: string, retry: Retry): Promise<Alert | undefined>;
  /**
   * Writes an alert that somebody has handled.
   * @param seen the revision that it came of.
   * @returns false, with nothing written, when somebody else has written since.
   */
  save(handled: Alert, seen: number, retry: Retry): Promise<boolean>;
}

export function createAlertsStore(state: Table): AlertsStore {
  return {
    create: (created, retry) => createItem(state, { ...alertKey(created.alertId), ...alertItem(created) }, retry),
    async find(alertId, retry) {
      const item = await readItem(state, alertKey(alertId), retry);
      return item && alert.parse(item);
    },
    async resolve(alertId, resolvedAt, retry) {
      const command = new UpdateItemCommand({
        TableName: state.name,
        Key: toItem(alertKey(alertId)),
        UpdateExpression: `SET #state = :resolved, resolvedAt = :at ADD revision :one REMOVE ${indexAttributes.openAlerts.partition}`,
        ConditionExpression: 'attribute_exists(pk) AND #state <> :resolved',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: toItem({
          ':resolved': 'resolved' satisfies Alert['state'],
          ':at': resolvedAt,
          ':one': 1,
        }),
        ReturnValues: 'ALL_NEW',
      });
      const written = await unlessRefused(retry(() => state.client.send(command)));
      return written?.Attributes && alert.parse(unmarshall(written.Attributes));
    },
    save(handled, seen, retry) {
      const command = new PutItemCommand({
        TableName: state.name,
        Item: toItem({ ...alertKey(handled.alertId), ...alertItem(handled) }),
        ConditionExpression:
          seen === 0
            ? 'attribute_exists(pk) AND (attribute_not_exists(revision) OR revision = :seen)'
            : 'revision = :seen',
        ExpressionAttributeValues: toItem({ ':seen': seen }),
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
