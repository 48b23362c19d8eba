import * as z from 'zod';
import { ingestLimits } from '../../domain/limits/functions.ts';
import { unassignedDistrict } from '../../domain/messages/alert.ts';
import { id } from '../../domain/messages/fields.ts';
import { gateKey } from '../../domain/state-keys.ts';
import type { Clock } from './clock.ts';
import { createLru } from './lru.ts';
import type { Retry } from './retry.ts';
import type { Sender } from './sender.ts';
import { readItem, type Table } from './table.ts';

const placeOfGate = z.object({ district: id, community: id });
type Place = z.infer<typeof placeOfGate>;

export interface Places {
  /** Whose guards an alert of the gate goes to: where it is registered now, since there its people are. */
  find(sender: Sender, retry: Retry): Promise<Place>;
}

/** Read only when there is an alert, and then kept for a minute. */
export function createPlaces(state: Table, clock: Clock): Places {
  const known = createLru<{ place: Place; readAtMs: number }>(ingestLimits.placesCachedMax);
  return {
    async find({ gate, community }, retry) {
      const cached = known.get(gate);
      if (cached && clock.now() - cached.readAtMs < ingestLimits.placeMaxAgeMs) return cached.place;
      const place = placeOfGate.safeParse(await readItem(state, gateKey(gate), retry));
      if (!place.success) return { district: unassignedDistrict, community };
      known.set(gate, { place: place.data, readAtMs: clock.now() });
      return place.data;
    },
  };
}
