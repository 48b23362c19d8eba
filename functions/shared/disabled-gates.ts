import * as z from 'zod';
import { ingestLimits } from '../../domain/limits/functions.ts';
import { disabledGates } from '../../domain/state-keys.ts';
import { createCached } from './cached.ts';
import type { Clock } from './clock.ts';
import type { Retry } from './retry.ts';
import { readPartition, type Table } from './table.ts';

const disabledGate = z.object({ sk: z.string() });

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
  const cached = createCached(clock, ingestLimits.disabledGatesMaxAgeMs, async (retry: Retry) => {
    const gates = await readPartition(state, disabledGates, disabledGate, retry, 'sk');
    return new Set(gates.map(({ sk }) => sk));
  });
  return { current: (retry) => cached(retry) };
}
