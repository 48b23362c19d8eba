import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { guard as guardShown } from '../../../domain/api/shift-routes.ts';
import { instant } from '../../../domain/messages/fields.ts';
import { timeToLiveAttribute } from '../../../domain/names.ts';
import { guardKey, guardsOf } from '../../../domain/state-keys.ts';
import type { Retry } from '../../shared/retry.ts';
import { readItem, readPartition, type Table, toItem } from '../../shared/table.ts';
import { toInstant } from '../../shared/timing.ts';
import { type KeptPin, keptPin } from './pins.ts';

/** Somebody who may be on shift in a community. */
const keptGuard = guardShown.extend({
  pin: keptPin,
  /** When the PIN was given. */
  pinSince: instant,
});
export type KeptGuard = z.infer<typeof keptGuard>;

/** The guards of each community. */
export interface Guards {
  find(community: string, guard: string, retry: Retry): Promise<KeptGuard | undefined>;
  /** In the order of their ids. */
  list(community: string, retry: Retry): Promise<KeptGuard[]>;
  save(community: string, guard: KeptGuard, retry: Retry): Promise<void>;
  remove(community: string, guard: string, nowMs: number, retry: Retry): Promise<void>;
}

/** Nobody of ours may delete: who was removed is an item with nothing in it, which goes by itself. */
const item = z.union([keptGuard, z.object({ removedAt: instant }).transform((): KeptGuard | undefined => undefined)]);

export function createGuards(state: Table): Guards {
  const put = (community: string, guard: string, content: object, retry: Retry) =>
    retry(() =>
      state.client.send(
        new PutItemCommand({ TableName: state.name, Item: toItem({ ...guardKey(community, guard), ...content }) }),
      ),
    );
  return {
    async find(community, guard, retry) {
      const found = await readItem(state, guardKey(community, guard), retry);
      return found && item.parse(found);
    },
    async list(community, retry) {
      return (await readPartition(state, guardsOf(community), item, retry)).filter((one) => one !== undefined);
    },
    async save(community, kept, retry) {
      await put(community, kept.guard, kept, retry);
    },
    async remove(community, guard, nowMs, retry) {
      const removed = { removedAt: toInstant(nowMs), [timeToLiveAttribute]: Math.ceil(nowMs / 1_000) };
      await put(community, guard, removed, retry);
    },
  };
}

/** With a PIN of now. */
export function withPin(guard: { guard: string; label: string }, pin: KeptPin, nowMs: number): KeptGuard {
  return { ...guard, pin, pinSince: toInstant(nowMs) };
}
