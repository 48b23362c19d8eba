import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { wrongPinLimits } from '../../../domain/limits/shifts.ts';
import { timeToLiveAttribute } from '../../../domain/names.ts';
import { type TriedAt, type WrongPins, waitMs, withOneMore } from '../../../domain/shifts/wrong-pins.ts';
import { wrongPinsKey } from '../../../domain/state-keys.ts';
import type { Retry } from '../../shared/retry.ts';
import { holdsCondition, readItem, type Table, toItem } from '../../shared/table.ts';

/** A PIN that may be looked at, and how long the next one has to wait if it is wrong; or how long this one has to. */
type Try = { mayTry: true; thenWaitMs: number } | { mayTry: false; waitMs: number };

/** How many wrong PINs there were at each phone, and for each guard. */
export interface WrongPinCounts {
  /** Counts a PIN as wrong, before it is looked at. @param whose a sign-in, or a guard of a community. */
  take(at: TriedAt, whose: string, nowMs: number, retry: Retry): Promise<Try>;
  /** It was right, or was not looked at: it does not count. Those before do, or somebody would begin shifts in between. */
  giveBack(at: TriedAt, whose: string, retry: Retry): Promise<void>;
}

const counted = z.object({ count: z.int(), lastAtMs: z.int() });

export function createWrongPinCounts(state: Table): WrongPinCounts {
  return {
    async take(at, whose, nowMs, retry) {
      const key = wrongPinsKey(`${at}#${whose}`);
      for (let tries = 0; tries < wrongPinLimits.writesMax; tries++) {
        const item = await readItem(state, key, retry);
        const before = item && counted.parse(item);
        const wait = waitMs(at, before, nowMs);
        if (wait > 0) return { mayTry: false, waitMs: wait };
        const after = withOneMore(before, nowMs);
        if (await write(state, key, before, after, retry)) {
          return { mayTry: true, thenWaitMs: waitMs(at, after, nowMs) };
        }
      }
      return { mayTry: false, waitMs: wrongPinLimits[at].firstWaitMs };
    },
    async giveBack(at, whose, retry) {
      const command = new UpdateItemCommand({
        TableName: state.name,
        Key: toItem(wrongPinsKey(`${at}#${whose}`)),
        UpdateExpression: 'ADD #count :less',
        ConditionExpression: '#count > :none',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: toItem({ ':less': -1, ':none': 0 }),
      });
      await holdsCondition(retry(() => state.client.send(command)));
    },
  };
}

/** @returns false when somebody else has counted meanwhile. */
function write(
  state: Table,
  key: ReturnType<typeof wrongPinsKey>,
  before: WrongPins | undefined,
  after: WrongPins,
  retry: Retry,
): Promise<boolean> {
  const expires = Math.ceil((after.lastAtMs + wrongPinLimits.forgottenAfterMs) / 1_000);
  const command = new PutItemCommand({
    TableName: state.name,
    Item: toItem({ ...key, ...after, [timeToLiveAttribute]: expires }),
    ...(before === undefined
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#count = :count AND lastAtMs = :last',
          ExpressionAttributeNames: { '#count': 'count' },
          ExpressionAttributeValues: toItem({ ':count': before.count, ':last': before.lastAtMs }),
        }),
  });
  return holdsCondition(retry(() => state.client.send(command)));
}
