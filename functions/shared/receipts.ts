import { hash } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Receipt } from '../../domain/ledger/receipt.ts';
import { shardOf } from '../../domain/ledger/shard.ts';
import { ledgerLimits } from '../../domain/limits/ledger.ts';
import { timeToLiveAttribute } from '../../domain/names.ts';
import { receiptKey } from '../../domain/state-keys.ts';
import type { Clock } from './clock.ts';
import type { Retry } from './retry.ts';
import { type Table, toItem } from './table.ts';
import { toInstant } from './timing.ts';

/** Leaves a receipt for `reconcile`, which reads it within minutes; nothing happens when there is none. */
export type LeaveReceipt = (receipt: Receipt | undefined, retry: Retry) => Promise<void>;

export function createLeaveReceipt(state: Table, clock: Clock): LeaveReceipt {
  return async (receipt, retry) => {
    if (!receipt) return;
    const now = clock.now();
    const digest = hash('sha256', JSON.stringify(receipt), 'base64url').slice(0, ledgerLimits.digestCharacters);
    const item = {
      ...receiptKey(shardOf(receipt.community), toInstant(now), receipt.gate, digest),
      ...receipt,
      [timeToLiveAttribute]: Math.floor(now / 1_000) + ledgerLimits.receiptRetentionS,
    };
    await retry(() => state.client.send(new PutItemCommand({ TableName: state.name, Item: toItem(item) })));
  };
}
