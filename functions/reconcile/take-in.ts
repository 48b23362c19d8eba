import { addDigests, blocksOf, joinBlock, type OpenBlock } from '../../domain/ledger/digests.ts';
import type { Fact } from '../../domain/ledger/fact.ts';
import { type EpochLedger, fold } from '../../domain/ledger/ledger.ts';
import type { Run } from '../../domain/ledger/receipt.ts';
import { change, covers } from '../../domain/ledger/spans.ts';
import { ledgerLimits } from '../../domain/limits/ledger.ts';

/** A ledger beside the digests of its passes. */
export interface LedgerWithDigests {
  ledger: EpochLedger;
  /** The block with the highest numbers. */
  open: OpenBlock;
}

export interface TakenIn extends LedgerWithDigests {
  /** Digests that go into items of their own, by block. */
  sealed: ReadonlyMap<number, string>;
  /** Numbers of which it is new that they have come with a second content. */
  tampered: readonly number[];
  /** Facts that there was no room for. */
  notTaken: number;
}

/** Runs of one epoch. */
export function runsIn(facts: readonly Fact[], epoch: string): Run[] {
  return facts.flatMap((fact) => ('runs' in fact ? fact.runs.filter((run) => run.epoch === epoch) : []));
}

/** The blocks, beside the open one, that have to be known to take in runs. */
export function blocksToRead({ open }: LedgerWithDigests, runs: readonly Run[]): number[] {
  const touched = blocksOf(runs);
  // One that is about to be sealed may have been so by somebody who got no further.
  const isSealed = (touched.at(-1) ?? 0) > open.block;
  return isSealed ? [...new Set([open.block, ...touched])] : touched.filter((block) => block !== open.block);
}

/** @param blocks what lies in items of their own, of those that `blocksToRead` names. */
export function takeIn(
  before: LedgerWithDigests,
  blocks: ReadonlyMap<number, string>,
  epoch: string,
  facts: readonly Fact[],
): TakenIn {
  let { ledger } = before;
  const taken: Fact[] = [];
  for (const fact of facts) {
    const next = fold(ledger, epoch, fact);
    if (next) taken.push(fact);
    ledger = next ?? ledger;
  }
  const digests = digestsAfter(before.open, blocks, runsIn(taken, epoch));
  const tampered = digests.tampered.filter((seq) => !covers(ledger.tampered, seq));
  for (const seq of tampered)
    ledger = { ...ledger, tampered: change(ledger.tampered, { from: seq, to: seq }, () => true) };
  ledger = { ...ledger, tampered: ledger.tampered.slice(-ledgerLimits.spansListedMax) };
  return { ledger, ...digests, tampered, notTaken: facts.length - taken.length };
}

function digestsAfter(open: OpenBlock, stored: ReadonlyMap<number, string>, runs: readonly Run[]) {
  const known = new Map(stored).set(open.block, joinBlock(stored.get(open.block) ?? '', open.digests));
  const { blocks, tampered } = addDigests(known, runs);
  const block = Math.max(...blocks.keys());
  const sealed = new Map([...blocks].filter(([one, text]) => one !== block && text !== (stored.get(one) ?? '')));
  return { open: { block, digests: blocks.get(block) ?? '' }, sealed, tampered };
}
