import { paginateQuery, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Heartbeat } from '../../domain/messages/status.ts';
import { indexAttributes, indexNames } from '../../domain/names.ts';
import { gateKey, watchedGates } from '../../domain/state-keys.ts';
import type { Retry } from '../shared/retry.ts';
import { holdsCondition, readItem, setAndRemove, type Table, toItem } from '../shared/table.ts';
import { type GateRecord, gateAttributes, readGateRecord } from './gate-record.ts';

export interface GatesStore {
  /** @returns undefined when no such gate is enrolled. */
  find(gate: string, retry: Retry): Promise<GateRecord | undefined>;
  /**
   * Writes `next`, which came of the record with `revision`.
   * @returns false, with nothing written, when somebody else has written meanwhile.
   */
  save(revision: number, next: Omit<GateRecord, 'revision'>, retry: Retry, heartbeat?: Heartbeat): Promise<boolean>;
  /** Gates that somebody should have looked at by `now`, those first that wait longest. */
  due(now: string, gatesMax: number, retry: Retry): Promise<string[]>;
}

export function createGatesStore(state: Table): GatesStore {
  return {
    async find(gate, retry) {
      const item = await readItem(state, gateKey(gate), retry);
      return item && readGateRecord(item);
    },
    save(revision, next, retry, heartbeat) {
      const attributes = gateAttributes({ ...next, revision: revision + 1 }, heartbeat);
      const isFirst = revision === 0;
      const command = new UpdateItemCommand({
        TableName: state.name,
        Key: toItem(gateKey(next.gate)),
        ...setAndRemove(attributes, isFirst ? {} : { ':seen': revision }),
        ConditionExpression: isFirst ? 'attribute_exists(pk) AND attribute_not_exists(#revision)' : '#revision = :seen',
      });
      return holdsCondition(retry(() => state.client.send(command)));
    },
    due: (now, gatesMax, retry) => retry(() => readDue(state, now, gatesMax)),
  };
}

async function readDue(state: Table, now: string, gatesMax: number): Promise<string[]> {
  const { partition, sort } = indexAttributes.due;
  const pages = paginateQuery(
    { client: state.client, pageSize: gatesMax },
    {
      TableName: state.name,
      IndexName: indexNames.due,
      KeyConditionExpression: '#partition = :watched AND #sort <= :now',
      ExpressionAttributeNames: { '#partition': partition, '#sort': sort },
      ExpressionAttributeValues: toItem({ ':watched': watchedGates, ':now': now }),
      ProjectionExpression: 'gate',
    },
  );
  const gates: string[] = [];
  for await (const { Items = [] } of pages) {
    for (const item of Items) gates.push(String(unmarshall(item)['gate']));
    if (gates.length >= gatesMax) break;
  }
  return gates;
}
