import { epochsOf, type Receipt } from '../../domain/ledger/receipt.ts';
import { ledgerLimits } from '../../domain/limits/ledger.ts';
import type { Retry } from '../shared/retry.ts';
import { toInstant } from '../shared/timing.ts';
import type { GateNews } from './gate-news.ts';
import type { Cursor, ReceiptsStore } from './receipts-store.ts';
import { type ClockParts, reconcileClock } from './reconcile-clock.ts';
import { type EpochParts, reconcileEpoch } from './reconcile-epoch.ts';

export interface ReconcileParts extends EpochParts, ClockParts {
  receipts: ReceiptsStore;
}

/** Takes new receipts into the ledgers of gates, those first that wait longest, and does what follows. */
export type Reconcile = (retry: Retry, remainingMs: () => number) => Promise<void>;

export function createReconcile(parts: ReconcileParts): Reconcile {
  const { clock, metrics, receipts } = parts;
  return async (retry, remainingMs) => {
    // Nobody is still about to write a receipt of before: each is read once.
    const until = toInstant(clock.now() - ledgerLimits.receiptSettledAfterMs);
    const cursors = await receipts.cursors(retry);
    const failed: unknown[] = [];
    let behindMs = 0;
    for (const cursor of cursors) {
      const done = remainingMs() < ledgerLimits.shardNeedsMs ? cursor : await doShard(cursor);
      behindMs = Math.max(behindMs, clock.now() - timeOf(done));
    }
    metrics.milliseconds('ledgerAgeMs', behindMs);
    if (failed.length > 0) throw failed[0];

    /** @returns how far the shard is now. */
    async function doShard(cursor: Cursor): Promise<Cursor> {
      const { receipts: news, first, through } = await receipts.read(cursor, until, retry);
      const next = { ...cursor, through };
      if (first === undefined) return next;
      const errors = await doGates(parts, news, timeOf(next), retry);
      failed.push(...errors);
      // One gate that cannot be done must not hold the others of its shard back for ever.
      const waitedMs = clock.now() - timeOf({ through: first });
      if (errors.length > 0 && waitedMs < ledgerLimits.shardPatienceMs) return cursor;
      await receipts.advance(next, retry);
      return next;
    }
  };
}

function timeOf({ through }: Pick<Cursor, 'through'>): number {
  return Date.parse(through.slice(0, '2026-11-24T03:04:05.678Z'.length));
}

/** @returns what went wrong; one gate that cannot be done does not keep the others from it. */
async function doGates(
  parts: ReconcileParts,
  receipts: readonly Receipt[],
  asOfMs: number,
  retry: Retry,
): Promise<unknown[]> {
  const waiting = Map.groupBy(receipts, ({ gate }) => gate).values();
  const errors: unknown[] = [];
  const doSome = async () => {
    for (const ofGate of waiting) {
      const [{ gate, community } = {}] = ofGate.slice(-1);
      if (gate === undefined || community === undefined) continue;
      try {
        await doGate(parts, { gate, community, receipts: ofGate, asOfMs }, retry);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: ledgerLimits.gatesAtATimeMax }, doSome));
  return errors;
}

async function doGate(parts: ReconcileParts, news: GateNews, retry: Retry): Promise<void> {
  const gateClock = await reconcileClock(parts, news, retry);
  const clockOffsetMs = gateClock?.offsetMs ?? 0;
  const epochs = [...new Set(news.receipts.flatMap(epochsOf))];
  parts.metrics.count('receiptsNotTaken', Math.max(0, epochs.length - ledgerLimits.epochsPerGateMax));
  for (const epoch of epochs.slice(0, ledgerLimits.epochsPerGateMax)) {
    const ofEpoch = news.receipts.filter((one) => epochsOf(one).includes(epoch));
    await reconcileEpoch(parts, { ...news, receipts: ofEpoch, epoch, clockOffsetMs }, retry);
  }
}
