import { createHash } from 'node:crypto';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { quarantineLimits } from '../../domain/limits/functions.ts';
import { timeLimits } from '../../domain/limits/wire.ts';
import { timeToLiveAttribute } from '../../domain/names.ts';
import { quarantineCountKey, quarantineKey } from '../../domain/state-keys.ts';
import { createLru } from './lru.ts';
import type { Rejected } from './quarantine-reasons.ts';
import type { Retry } from './retry.ts';
import type { RuleEvent } from './rule-event.ts';
import { createItem, type Table, toItem } from './table.ts';

export interface QuarantineStore {
  /**
   * Keeps what was rejected, and counts it. Beyond what a sender may have kept in an hour it is only counted.
   * @returns how much was counted for the sender in this hour.
   */
  keep(event: RuleEvent, rejected: readonly Rejected[], retry: Retry): Promise<number>;
}

export function createQuarantineStore(state: Table): QuarantineStore {
  const counts = createLru<number>(quarantineLimits.countsCachedMax);
  return {
    async keep(event, rejected, retry) {
      const hour = new Date(event.receivedAt).toISOString().slice(0, 'YYYY-MM-DDTHH'.length);
      const counter = quarantineCountKey(event.clientId, hour);
      const countedFor = `${counter.pk}#${counter.sk}`;
      const known = counts.get(countedFor) ?? 0;
      // An instance that does not know the count yet keeps one message too many at worst.
      const mayKeep = known < quarantineLimits.keptPerGateHourMax;
      // A redelivered event finds its items there and counts nothing twice; what was only counted may be.
      const more = mayKeep ? await keepAll(state, event, rejected, retry) : rejected.length;
      if (more === 0) return known;
      const count = await add(state, event, counter, more, retry);
      counts.set(countedFor, count);
      return count;
    },
  };
}

/** @returns how many were not there yet. */
async function keepAll(state: Table, event: RuleEvent, rejected: readonly Rejected[], retry: Retry): Promise<number> {
  const created = await Promise.all(
    rejected.map((one, index) => createItem(state, quarantineItem(event, one, index), retry)),
  );
  return created.filter(Boolean).length;
}

/** @param index of what was rejected: the same bytes twice in a message are two items. */
function quarantineItem({ clientId, receivedAt, topic }: RuleEvent, { bytes, ...why }: Rejected, index: number) {
  const hash = createHash('sha256').update(`${why.reason} ${index}\0`).update(bytes);
  const digest = hash.digest('base64url').slice(0, 22);
  return {
    ...quarantineKey(clientId, receivedAt, digest),
    ...why,
    topic,
    bytes: bytes.subarray(0, quarantineLimits.bytesKeptMax),
    [timeToLiveAttribute]: expiresAt(receivedAt),
  };
}

async function add(state: Table, event: RuleEvent, key: object, more: number, retry: Retry): Promise<number> {
  const command = new UpdateItemCommand({
    TableName: state.name,
    Key: toItem(key),
    UpdateExpression: 'ADD #count :more SET #expiresAt = :expiresAt',
    ExpressionAttributeNames: { '#count': 'count', '#expiresAt': timeToLiveAttribute },
    ExpressionAttributeValues: toItem({ ':more': more, ':expiresAt': expiresAt(event.receivedAt) }),
    ReturnValues: 'UPDATED_NEW',
  });
  const { Attributes = {} } = await retry(() => state.client.send(command));
  return Number(unmarshall(Attributes)['count']);
}

function expiresAt(receivedAt: number): number {
  return Math.floor(receivedAt / 1_000) + timeLimits.quarantineRetentionS;
}
