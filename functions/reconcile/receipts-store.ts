import { type AttributeValue, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { type Receipt, receipt } from '../../domain/ledger/receipt.ts';
import { ledgerLimits } from '../../domain/limits/ledger.ts';
import { receiptCursorKey, receiptCursors, receiptsOf } from '../../domain/state-keys.ts';
import type { Retry } from '../shared/retry.ts';
import { holdsCondition, readPartition, type Table, toItem } from '../shared/table.ts';

/** How far the receipts of a shard have been taken in: a receipt's sort key, or the time in front of one. */
export interface Cursor {
  shard: number;
  through: string;
}

interface Read {
  receipts: Receipt[];
  /** Where the first of them lies; undefined when there is none. */
  first: string | undefined;
  /** All up to here have been read. */
  through: string;
}

export interface ReceiptsStore {
  /** Of every shard, those first that are furthest behind. */
  cursors(retry: Retry): Promise<Cursor[]>;
  /** Receipts behind the cursor that were written before `until`, as many as are read at once. */
  read(cursor: Cursor, until: string, retry: Retry): Promise<Read>;
  /** Never goes back. */
  advance(cursor: Cursor, retry: Retry): Promise<void>;
}

const cursorItem = z.object({ sk: z.string(), through: z.string() });
/** Receipts have a sort key, too. */
const receiptItem = z.object({ sk: z.string() }).loose();
/** Sorts before all that is in use. */
const beginning = new Date(0).toISOString();

export function createReceiptsStore(state: Table): ReceiptsStore {
  return {
    async cursors(retry) {
      const known = await readPartition(state, receiptCursors, cursorItem, retry);
      const through = new Map(known.map((one) => [one.sk, one.through]));
      return Array.from({ length: ledgerLimits.receiptShards }, (_, shard) => ({
        shard,
        through: through.get(receiptCursorKey(shard).sk) ?? beginning,
      })).toSorted((one, other) => (one.through < other.through ? -1 : 1));
    },
    async read({ shard, through }, until, retry) {
      const receipts: Receipt[] = [];
      let from: Record<string, AttributeValue> | undefined;
      let first: string | undefined;
      let last = through;
      do {
        const command = queryOf(state.name, receiptsOf(shard), { after: through, until }, from);
        const { Items = [], LastEvaluatedKey } = await retry(() => state.client.send(command));
        for (const item of Items) {
          const kept = receiptItem.parse(unmarshall(item));
          last = kept.sk;
          first ??= last;
          receipts.push(receipt.parse(kept));
        }
        from = LastEvaluatedKey;
      } while (from && receipts.length < ledgerLimits.receiptsPerShardMax);
      return { receipts, first, through: from ? last : until };
    },
    async advance({ shard, through }, retry) {
      const command = new UpdateItemCommand({
        TableName: state.name,
        Key: toItem(receiptCursorKey(shard)),
        UpdateExpression: 'SET through = :through',
        ConditionExpression: 'attribute_not_exists(pk) OR through < :through',
        ExpressionAttributeValues: toItem({ ':through': through }),
      });
      await holdsCondition(retry(() => state.client.send(command)));
    },
  };
}

function queryOf(
  table: string,
  shard: string,
  { after, until }: { after: string; until: string },
  from: Record<string, AttributeValue> | undefined,
): QueryCommand {
  return new QueryCommand({
    TableName: table,
    KeyConditionExpression: 'pk = :shard AND sk BETWEEN :after AND :until',
    // A blank sorts before all that a key has: right behind `after`.
    ExpressionAttributeValues: toItem({ ':shard': shard, ':after': `${after} `, ':until': until }),
    ExclusiveStartKey: from,
  });
}
