import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { ledgerLimits } from '../../domain/limits/ledger.ts';
import { instant } from '../../domain/messages/fields.ts';
import { ledgerCursorKey, ledgerCursors } from '../../domain/state-keys.ts';
import type { Retry } from '../shared/retry.ts';
import { holdsCondition, readPartition, type Table, toItem } from '../shared/table.ts';
import { toInstant } from '../shared/timing.ts';

/** How far a shard is: all that is settled before then is in the ledgers. */
interface Cursor {
  shard: number;
  /** Undefined when it has never been looked at. */
  throughMs: number | undefined;
}

export interface CursorsStore {
  /** Of every shard, those first that are furthest behind. */
  all(retry: Retry): Promise<Cursor[]>;
  /** Never goes back. */
  advance(shard: number, throughMs: number, retry: Retry): Promise<void>;
}

const cursorItem = z.object({ sk: z.string(), through: instant });

export function createCursorsStore(state: Table): CursorsStore {
  return {
    async all(retry) {
      const items = await readPartition(state, ledgerCursors, cursorItem, retry);
      const known = new Map(items.map(({ sk, through }) => [sk, Date.parse(through)]));
      return Array.from({ length: ledgerLimits.shards }, (_, shard) => ({
        shard,
        throughMs: known.get(ledgerCursorKey(shard).sk),
      })).toSorted((one, other) => (one.throughMs ?? 0) - (other.throughMs ?? 0));
    },
    async advance(shard, throughMs, retry) {
      const command = new UpdateItemCommand({
        TableName: state.name,
        Key: toItem(ledgerCursorKey(shard)),
        UpdateExpression: 'SET through = :through',
        ConditionExpression: 'attribute_not_exists(pk) OR through < :through',
        ExpressionAttributeValues: toItem({ ':through': toInstant(throughMs) }),
      });
      await holdsCondition(retry(() => state.client.send(command)));
    },
  };
}
