import { epochsOf, type Fact } from '../../domain/ledger/fact.ts';
import { settledMs } from '../../domain/ledger/prompt.ts';
import { ledgerLimits } from '../../domain/limits/ledger.ts';
import { forEachAtATime } from '../shared/at-a-time.ts';
import type { Retry } from '../shared/retry.ts';
import type { Table } from '../shared/table.ts';
import type { CursorsStore } from './cursors-store.ts';
import type { GateNews } from './gate-news.ts';
import { createReadFacts } from './read-facts.ts';
import { type ClockParts, reconcileClock } from './reconcile-clock.ts';
import { type EpochParts, reconcileEpoch } from './reconcile-epoch.ts';

export interface ReconcileParts extends EpochParts, ClockParts {
  cursors: CursorsStore;
  passes: Table;
  state: Table;
  timeZone: string;
}

/** Takes what is new into the ledgers of gates, those first that wait longest, and does what follows. */
export type Reconcile = (retry: Retry, remainingMs: () => number) => Promise<void>;

export function createReconcile(parts: ReconcileParts): Reconcile {
  const { clock, cursors, metrics } = parts;
  return async (retry, remainingMs) => {
    const toMs = settledMs(clock.now());
    const readFacts = await createReadFacts({ ...parts, factsMax: ledgerLimits.factsPerShardMax }, retry);
    const failed: unknown[] = [];
    let behindMs = 0;
    for (const cursor of await cursors.all(retry)) {
      // Receipts of before are gone, and passes of before are asked for.
      const fromMs = cursor.throughMs ?? toMs - ledgerLimits.receiptRetentionS * 1_000;
      const throughMs = remainingMs() < ledgerLimits.shardNeedsMs ? fromMs : await doShard(cursor.shard, fromMs);
      behindMs = Math.max(behindMs, clock.now() - throughMs);
    }
    metrics.milliseconds('ledgerAgeMs', behindMs);
    if (failed.length > 0) throw failed[0];

    /** @returns how far the shard is now. */
    async function doShard(shard: number, fromMs: number): Promise<number> {
      if (fromMs >= toMs) return fromMs;
      const { facts, throughMs } = await readFacts(shard, { fromMs, toMs }, retry);
      const errors = await doGates(parts, facts, throughMs, retry);
      failed.push(...errors);
      // One gate that cannot be done must not hold the others of its shard back for ever.
      if (errors.length > 0 && toMs - fromMs < ledgerLimits.shardPatienceMs) return fromMs;
      await cursors.advance(shard, throughMs, retry);
      return throughMs;
    }
  };
}

/** @returns what went wrong; one gate that cannot be done does not keep the others from it. */
async function doGates(
  parts: ReconcileParts,
  facts: readonly Fact[],
  asOfMs: number,
  retry: Retry,
): Promise<unknown[]> {
  const byGate = Map.groupBy(facts, ({ gate }) => gate);
  const errors: unknown[] = [];
  await forEachAtATime([...byGate], ledgerLimits.gatesAtATimeMax, async ([gate, ofGate]) => {
    const community = ofGate.at(-1)?.community ?? '';
    try {
      await doGate(parts, { gate, community, facts: ofGate, asOfMs }, retry);
    } catch (error) {
      errors.push(error);
    }
  });
  return errors;
}

async function doGate(parts: ReconcileParts, news: GateNews, retry: Retry): Promise<void> {
  const gateClock = await reconcileClock(parts, news, retry);
  const clockOffsetMs = gateClock?.offsetMs ?? 0;
  const epochs = [...new Set(news.facts.flatMap(epochsOf))];
  parts.metrics.count('receiptsNotTaken', Math.max(0, epochs.length - ledgerLimits.epochsPerGateMax));
  for (const epoch of epochs.slice(0, ledgerLimits.epochsPerGateMax)) {
    const facts = news.facts.filter((fact) => epochsOf(fact).includes(epoch));
    await reconcileEpoch(parts, { ...news, facts, epoch, clockOffsetMs }, retry);
  }
}
