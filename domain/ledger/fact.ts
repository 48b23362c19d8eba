import { digestIn, type KeyedPass } from '../pass-key.ts';
import { type Receipt, type Run, runsOf } from './receipt.ts';

/*
 * What a ledger is made of: receipts, and passes that were found where they lie.
 */

/** Nothing says more surely that passes are stored. */
export interface FoundPasses {
  kind: 'found';
  gate: string;
  community: string;
  runs: readonly Run[];
}

export type Fact = Receipt | FoundPasses;

/** @returns one fact a run, so that a ledger with little room takes in what it can. */
export function foundPasses(keys: readonly KeyedPass[]): FoundPasses[] {
  const byGate = Map.groupBy(keys, ({ community, gate }) => `${community}#${gate}`);
  return [...byGate.values()].flatMap((ofGate) => {
    const numbers = ofGate.toSorted(bySeq).map((key) => ({ ...key, digest: digestIn(key), late: false }));
    return runsOf(numbers).map((run) => ({
      kind: 'found' as const,
      gate: ofGate[0]?.gate ?? '',
      community: ofGate[0]?.community ?? '',
      runs: [run],
    }));
  });
}

function bySeq(one: KeyedPass, other: KeyedPass): number {
  if (one.epoch !== other.epoch) return one.epoch < other.epoch ? -1 : 1;
  return one.seq - other.seq;
}

/** Epochs that a fact is about; a message after a factory reset may carry passes of two. */
export function epochsOf(fact: Fact): string[] {
  if ('epoch' in fact) return [fact.epoch];
  const rejected = fact.kind === 'passes' ? fact.rejected : [];
  return [...new Set([...fact.runs, ...rejected].map(({ epoch }) => epoch))];
}
