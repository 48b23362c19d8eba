import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { ingestLimits } from '../../domain/limits.ts';
import { disabledGates } from '../../domain/state-keys.ts';
import { createCached } from './cached.ts';
import type { Clock } from './clock.ts';
import type { Retry } from './retry.ts';
import { type Table, toItem } from './table.ts';

export interface DisabledGates {
  /** The ids of all disabled gates, at most a second old. */
  current(retry: Retry): ReadonlySet<string> | Promise<ReadonlySet<string>>;
}

/**
 * Which gates are disabled. They are few and all in one partition, so that one consistent read a second and instance
 * answers for every message. To read each message's gate would double the requests of the whole system, and "at
 * once" would be no quicker in truth: a message that is being handled has passed the check in either case.
 */
export function createDisabledGates(state: Table, clock: Clock): DisabledGates {
  const cached = createCached(clock, ingestLimits.disabledGatesMaxAgeMs, (retry: Retry) => retry(() => readAll(state)));
  return { current: (retry) => cached(retry) };
}

async function readAll(state: Table): Promise<ReadonlySet<string>> {
  const gates = new Set<string>();
  const pages = paginateQuery(
    { client: state.client },
    {
      TableName: state.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: toItem({ ':pk': disabledGates }),
      ProjectionExpression: 'sk',
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) {
    for (const item of Items) gates.add(String(unmarshall(item)['sk']));
  }
  return gates;
}
