import * as z from 'zod';
import type { Place } from '../../domain/access/may.ts';
import { id } from '../../domain/messages/fields.ts';
import { communityKey } from '../../domain/state-keys.ts';
import type { Retry } from '../shared/retry.ts';
import { allSettled } from '../shared/settled.ts';
import { readItem, type Table } from '../shared/table.ts';

/** Where communities are; those that nobody knows are left out. */
export type FindPlaces = (communities: readonly string[], retry: Retry) => Promise<Place[]>;

const place = z.object({ sk: id, district: id }).transform(({ sk: community, district }) => ({ district, community }));

export function createFindPlaces(state: Table): FindPlaces {
  return async (communities, retry) => {
    const items = await allSettled(communities.map((one) => readItem(state, communityKey(one), retry)));
    return items.flatMap((item) => place.safeParse(item).data ?? []);
  };
}
