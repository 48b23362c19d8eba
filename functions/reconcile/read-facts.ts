import * as z from 'zod';
import { type Fact, foundPasses } from '../../domain/ledger/fact.ts';
import { receipt } from '../../domain/ledger/receipt.ts';
import { shardOf } from '../../domain/ledger/shard.ts';
import { ledgerLimits } from '../../domain/limits/ledger.ts';
import { dayAfter, localDay } from '../../domain/local-day.ts';
import { id } from '../../domain/messages/fields.ts';
import { passesOf, readPassKey } from '../../domain/pass-key.ts';
import { communities, receiptsOf } from '../../domain/state-keys.ts';
import { forEachAtATime } from '../shared/at-a-time.ts';
import type { Retry } from '../shared/retry.ts';
import { readPartition, type Table } from '../shared/table.ts';
import { type Budget, readWindow, type Window } from './read-window.ts';

interface Read {
  facts: Fact[];
  /** All before then have been read. */
  throughMs: number;
}

/** What there is to know of a shard's gates from a span of time in which nobody writes any more. */
export type ReadFacts = (shard: number, window: Window, retry: Retry) => Promise<Read>;

interface Parts {
  passes: Table;
  state: Table;
  timeZone: string;
  /** Read at once, and a few more. */
  factsMax: number;
}

/** Made anew for each tick: which communities there are is read once. */
export async function createReadFacts(parts: Parts, retry: Retry): Promise<ReadFacts> {
  const all = await readPartition(parts.state, communities, z.object({ sk: id }), retry, 'sk');
  const byShard = Map.groupBy(
    all.map(({ sk }) => sk),
    shardOf,
  );
  return async (shard, { fromMs, toMs }, again) => {
    for (let window = { fromMs, toMs }; ; window = half(window)) {
      const budget = { left: parts.factsMax };
      const facts = [
        ...(await readReceipts(parts, shard, window, budget, again)),
        ...(await findPasses(parts, byShard.get(shard) ?? [], window, budget, again)),
      ];
      const isAll = budget.left >= 0 || window.toMs - fromMs <= ledgerLimits.windowMinMs;
      if (isAll) return { facts, throughMs: window.toMs };
    }
  };
}

function half({ fromMs, toMs }: Window): Window {
  return { fromMs, toMs: Math.ceil((fromMs + toMs) / 2) };
}

function readReceipts({ state }: Parts, shard: number, window: Window, budget: Budget, retry: Retry): Promise<Fact[]> {
  return readWindow(state, receiptsOf(shard), window, { shape: receipt, budget }, retry);
}

const passItem = z.object({ sk: z.string() });

/** Of a day's passes of a community only those of the window are read, and of these only the keys. */
async function findPasses(
  { passes, timeZone }: Parts,
  inShard: readonly string[],
  window: Window,
  budget: Budget,
  retry: Retry,
): Promise<Fact[]> {
  const facts: Fact[] = [];
  await forEachAtATime(inShard, ledgerLimits.communitiesAtATimeMax, async (community) => {
    const lastDay = localDay(window.toMs, timeZone);
    for (let day = localDay(window.fromMs, timeZone); day <= lastDay; day = dayAfter(day, 1)) {
      const pk = passesOf(community, day);
      const found = await readWindow(passes, pk, window, { shape: passItem, only: 'sk', budget }, retry);
      facts.push(...foundPasses(found.map(({ sk }) => readPassKey({ pk, sk }))));
    }
  });
  return facts;
}
