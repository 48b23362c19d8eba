import * as z from 'zod';
import { type Position, position } from '../../domain/findings/position.ts';
import { findingLimits } from '../../domain/limits/findings.ts';
import { gateKey } from '../../domain/state-keys.ts';
import type { Clock } from '../shared/clock.ts';
import { createLru } from '../shared/lru.ts';
import type { Retry } from '../shared/retry.ts';
import { readItem, type Table } from '../shared/table.ts';

/** Where a gate stands; undefined when nobody has said so at its enrolment. */
export type FindPosition = (gate: string, retry: Retry) => Promise<Position | undefined>;

const placedGate = z.object({ position });

export function createFindPosition(state: Table, clock: Clock): FindPosition {
  const known = createLru<{ position: Position | undefined; readAtMs: number }>(findingLimits.positionsCachedMax);
  return async (gate, retry) => {
    const cached = known.get(gate);
    if (cached && clock.now() - cached.readAtMs < findingLimits.positionMaxAgeMs) return cached.position;
    const read = placedGate.safeParse(await readItem(state, gateKey(gate), retry));
    known.set(gate, { position: read.data?.position, readAtMs: clock.now() });
    return read.data?.position;
  };
}
