import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { nextStep, type Waits } from '../../domain/escalation/next-step.ts';
import { timeLimits } from '../../domain/limits/wire.ts';
import { type Alert, alert, alertMessage } from '../../domain/messages/alert.ts';
import { indexAttributes, timeToLiveAttribute } from '../../domain/names.ts';
import { alertKey, openIn, type StateKey, watchedAlerts } from '../../domain/state-keys.ts';
import type { Retry } from './retry.ts';
import { createItem, holdsCondition, readItem, setAndRemove, type Table, toItem, unlessRefused } from './table.ts';

/**
 * Alerts in `state`; each is in one of two indexes: of those that are resolved, or of the others. While others are to
 * hear of it, it is in a third one, by when.
 */
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
   * @param last what was done, by which request: so that one that is repeated is known.
   * @returns false, with nothing written, when somebody else has written since.
   */
  save(handled: Alert, seen: number, last: LastRequest, retry: Retry): Promise<boolean>;
  /**
   * Writes what is known of an alert without anybody having handled it: whom it reached, what a gate measured.
   * @param seen the revision that it came of.
   * @returns false, with nothing written, when somebody else has written since.
   */
  amend(known: Alert, seen: number, retry: Retry): Promise<boolean>;
  /** What somebody did with an alert last; undefined when nobody did anything. */
  lastRequest(alertId: string, retry: Retry): Promise<LastRequest | undefined>;
}

const lastRequest = z.object({ request: z.string(), change: alertMessage.shape.change });
type LastRequest = z.infer<typeof lastRequest>;

const { openAlerts, resolvedAlerts, due } = indexAttributes;

/** @param waits how long alerts wait until others hear of them. */
export function createAlertsStore(state: Table, waits: Waits): AlertsStore {
  const read = (alertId: string, retry: Retry) => readItem(state, alertKey(alertId), retry);
  return {
    create: (created, retry) => createItem(state, alertItem(created, waits), retry),
    async find(alertId, retry) {
      const item = await read(alertId, retry);
      return item && alert.parse(item);
    },
    async resolve(alertId, resolvedAt, retry) {
      const command = new UpdateItemCommand({
        TableName: state.name,
        Key: toItem(alertKey(alertId)),
        UpdateExpression:
          `SET #state = :resolved, resolvedAt = :at, ${resolvedAlerts.partition} = ${openAlerts.partition} ` +
          `ADD revision :one REMOVE ${openAlerts.partition}, ${due.partition}, ${due.sort}`,
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
    save(handled, seen, last, retry) {
      const command = new PutItemCommand({
        TableName: state.name,
        Item: toItem({ ...alertItem(handled, waits), ...last }),
        ConditionExpression: unchangedSince(seen),
        ExpressionAttributeValues: toItem({ ':seen': seen }),
      });
      return holdsCondition(retry(() => state.client.send(command)));
    },
    amend({ alertId, revision, person, escalation, ...alert }, seen, retry) {
      const attributes = { revision, person, escalation, ...watched({ person, escalation, ...alert }, waits) };
      const command = new UpdateItemCommand({
        TableName: state.name,
        Key: toItem(alertKey(alertId)),
        ...setAndRemove(attributes, { ':seen': seen }),
        ConditionExpression: unchangedSince(seen),
      });
      return holdsCondition(retry(() => state.client.send(command)));
    },
    async lastRequest(alertId, retry) {
      return lastRequest.safeParse(await read(alertId, retry)).data;
    },
  };
}

/** Alerts of before there were revisions have none. */
function unchangedSince(seen: number): string {
  return seen === 0 ? 'attribute_exists(pk) AND NOT revision > :seen' : 'revision = :seen';
}

function alertItem(written: Alert, waits: Waits): StateKey {
  const { alertId, state, district, community, raisedAt } = written;
  const place = openIn(district, community);
  const item = {
    ...alertKey(alertId),
    ...written,
    ...watched(written, waits),
    [openAlerts.partition]: state === 'resolved' ? undefined : place,
    [resolvedAlerts.partition]: state === 'resolved' ? place : undefined,
    [timeToLiveAttribute]: Math.floor(Date.parse(raisedAt) / 1_000) + timeLimits.alertRetentionS,
  };
  return item;
}

/** In the index of what somebody has to look at, as long as there is somebody to be told. */
function watched(alert: Parameters<typeof nextStep>[0], waits: Waits) {
  const next = nextStep(alert, waits);
  return { [due.partition]: next && watchedAlerts, [due.sort]: next?.dueAt };
}
