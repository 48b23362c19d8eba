import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { openBlock } from '../../domain/ledger/digests.ts';
import { emptyLedger, epochLedger } from '../../domain/ledger/ledger.ts';
import { ledgerLimits } from '../../domain/limits/ledger.ts';
import { timeLimits } from '../../domain/limits/wire.ts';
import { timeToLiveAttribute } from '../../domain/names.ts';
import { digestsKey, ledgerKey, type StateKey } from '../../domain/state-keys.ts';
import type { Retry } from '../shared/retry.ts';
import { holdsCondition, readItem, type Table, toItem } from '../shared/table.ts';
import type { LedgerWithDigests } from './take-in.ts';

/** 0: there is none yet. It rises with every write: who writes has seen what was there. */
interface Revised {
  revision: number;
}

export interface LedgerRecord extends LedgerWithDigests, Revised {}

interface StoredBlock extends Revised {
  digests: string;
}

/** Which ledger. */
export interface LedgerOf {
  gate: string;
  community: string;
  epoch: string;
}

/** Writes return false, with nothing written, when somebody else has written meanwhile. */
export interface LedgersStore {
  find(of: LedgerOf, retry: Retry): Promise<LedgerRecord>;
  save(of: LedgerOf, record: LedgerRecord, nowMs: number, retry: Retry): Promise<boolean>;
  findBlock(of: LedgerOf, block: number, retry: Retry): Promise<StoredBlock>;
  saveBlock(of: LedgerOf, block: number, stored: StoredBlock, nowMs: number, retry: Retry): Promise<boolean>;
}

const revision = z.int().default(0);
const ledgerItem = z.object({ ledger: epochLedger, open: openBlock, revision });
const blockItem = z.object({ digests: z.string(), revision });

export function createLedgersStore(state: Table): LedgersStore {
  return {
    async find({ gate, epoch }, retry) {
      const item = await readItem(state, ledgerKey(gate, epoch), retry);
      return item ? ledgerItem.parse(item) : { ledger: emptyLedger, open: { block: 0, digests: '' }, revision: 0 };
    },
    save({ gate, community, epoch }, { ledger, open, revision: seen }, nowMs, retry) {
      const expiresAt = Math.floor(nowMs / 1_000) + ledgerLimits.ledgerRetentionS;
      const item = { ...ledgerKey(gate, epoch), gate, community, epoch, ledger, open };
      return putRevised(state, { ...item, [timeToLiveAttribute]: expiresAt }, seen, retry);
    },
    async findBlock({ gate, epoch }, block, retry) {
      const item = await readItem(state, digestsKey(gate, epoch, block), retry);
      return item ? blockItem.parse(item) : { digests: '', revision: 0 };
    },
    saveBlock({ gate, epoch }, block, { digests, revision: seen }, nowMs, retry) {
      const expiresAt = Math.floor(nowMs / 1_000) + timeLimits.passRetentionS;
      const item = { ...digestsKey(gate, epoch, block), digests, [timeToLiveAttribute]: expiresAt };
      return putRevised(state, item, seen, retry);
    },
  };
}

/** Writes an item in place of the one with the revision that was seen. */
export function putRevised<Item extends StateKey>(
  state: Table,
  item: Item,
  seen: number,
  retry: Retry,
): Promise<boolean> {
  const command = new PutItemCommand({
    TableName: state.name,
    Item: toItem({ ...item, revision: seen + 1 }),
    ...(seen === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: 'revision = :seen', ExpressionAttributeValues: toItem({ ':seen': seen }) }),
  });
  return holdsCondition(retry(() => state.client.send(command)));
}
