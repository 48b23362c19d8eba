import * as z from 'zod';
import { type GateClock, gateClock } from '../../domain/ledger/clock.ts';
import { clockKey } from '../../domain/state-keys.ts';
import type { Retry } from '../shared/retry.ts';
import { readItem, type Table } from '../shared/table.ts';
import { putRevised } from './ledgers-store.ts';

export interface ClocksStore {
  /** @returns no clock, and revision 0, of a gate that was never heard. */
  find(gate: string, retry: Retry): Promise<{ clock?: GateClock; revision: number }>;
  /** @returns false, with nothing written, when somebody else has written since `revision`. */
  save(gate: string, clock: GateClock, revision: number, retry: Retry): Promise<boolean>;
}

const clockItem = z.object({ clock: gateClock, revision: z.int() });

export function createClocksStore(state: Table): ClocksStore {
  return {
    async find(gate, retry) {
      const item = await readItem(state, clockKey(gate), retry);
      return item ? clockItem.parse(item) : { revision: 0 };
    },
    save: (gate, clock, revision, retry) => putRevised(state, { ...clockKey(gate), clock }, revision, retry),
  };
}
