import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { timeLimits } from '../../domain/limits/wire.ts';
import { timeToLiveAttribute } from '../../domain/names.ts';
import { type KeyedPass, readPassKey } from '../../domain/pass-key.ts';
import { firstUseKey } from '../../domain/state-keys.ts';
import type { Clock } from '../shared/clock.ts';
import type { Retry } from '../shared/retry.ts';
import { createItem, holdsCondition, readItem, type Table, toItem } from '../shared/table.ts';

/** The earliest pass so far in which each code for one use was shown. */
export interface FirstUses {
  /** @returns the pass that is held for the code: `pass` itself when there was none. */
  holdOrFind(tokenUse: string, pass: KeyedPass, retry: Retry): Promise<KeyedPass>;
  /** @returns false, with nothing written, when it is no longer `held` that is held. */
  replace(tokenUse: string, held: KeyedPass, earlier: KeyedPass, retry: Retry): Promise<boolean>;
}

const firstUseItem = z.object({ passPk: z.string(), passSk: z.string() });

export function createFirstUses(state: Table, clock: Clock): FirstUses {
  /**
   * Kept as long as the pass: one that was held back on a gate may come so much later, and must still find it. Long
   * after the code itself has ended, but such an item is small, and codes for one use are few.
   */
  const itemOf = (tokenUse: string, { pk, sk, atMs }: KeyedPass) => ({
    ...firstUseKey(tokenUse),
    passPk: pk,
    passSk: sk,
    [timeToLiveAttribute]: Math.floor(Math.max(atMs, clock.now()) / 1_000) + timeLimits.passRetentionS,
  });
  return {
    async holdOrFind(tokenUse, pass, retry) {
      if (await createItem(state, itemOf(tokenUse, pass), retry)) return pass;
      const item = await readItem(state, firstUseKey(tokenUse), retry);
      // It has expired and was deleted in between: nobody is held.
      if (!item) return pass;
      const { passPk: pk, passSk: sk } = firstUseItem.parse(item);
      return readPassKey({ pk, sk });
    },
    replace(tokenUse, held, earlier, retry) {
      const command = new PutItemCommand({
        TableName: state.name,
        Item: toItem(itemOf(tokenUse, earlier)),
        ConditionExpression: 'passSk = :held',
        ExpressionAttributeValues: toItem({ ':held': held.sk }),
      });
      return holdsCondition(retry(() => state.client.send(command)));
    },
  };
}
