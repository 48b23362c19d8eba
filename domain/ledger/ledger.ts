import * as z from 'zod';
import { ledgerLimits } from '../limits/ledger.ts';
import type { Fact } from './fact.ts';
import { lastSeqOf, type Run } from './receipt.ts';
import { change, covers, type Range, type Span, sizeOf, spansOf, without } from './spans.ts';

/** Of numbers that have not come, though later ones have, or though the gate has sent them. */
const hole = z.object({
  /** When the gate first said, since it was last asked, that it has sent them; until then they may be in its outbox. */
  missingAtMs: z.int().optional(),
  /** How often the gate was asked to send them again. */
  asked: z.int(),
  askedAtMs: z.int().optional(),
  /** The gate answered that it no longer has them. */
  gone: z.literal(true).optional(),
});
export type Hole = z.infer<typeof hole>;

/** Numbers are missing since then, and an alert says so; `told`: it has been raised. */
const missing = z.object({ since: z.string(), told: z.boolean() });

/**
 * What became of the passes of one gate and epoch. Every number up to `known` is in a hole, rejected, given up, or else
 * stored: what is in order needs no room.
 */
export const epochLedger = z.object({
  known: z.int(),
  holes: spansOf(hole),
  /** Put aside, by reason. */
  rejected: spansOf(z.string()),
  /** Asked for in vain, by what their alert is called. They are missing, and no mark waits for them. */
  givenUp: spansOf(z.string()),
  /** Stored so late that nobody could act on them. */
  late: spansOf(z.literal(true)),
  /** Came with two contents or more. */
  tampered: spansOf(z.literal(true)),
  /** How many numbers are listed no longer, since there are so many. */
  earlier: z.object({ rejected: z.int(), givenUp: z.int() }),
  missing: missing.optional(),
});
export type EpochLedger = z.infer<typeof epochLedger>;

export const emptyLedger: EpochLedger = {
  known: 0,
  ...{ holes: [], rejected: [], givenUp: [], late: [], tampered: [] },
  earlier: { rejected: 0, givenUp: 0 },
};

/** Every number up to here is stored, rejected or given up: the gate may forget them. */
export function storedThrough({ known, holes: [first] }: EpochLedger): number {
  return first ? first.from - 1 : known;
}

/**
 * Takes in what a fact says of this epoch. Any order of facts, and any number of times, comes to the same ledger.
 * @returns undefined when there is no room: it would have more holes than a ledger may. As if the message had been
 * lost, its numbers will be missed, and asked for again.
 */
export function fold(ledger: EpochLedger, epoch: string, fact: Fact): EpochLedger | undefined {
  const next = foldAny(ledger, epoch, fact);
  return next.holes.length > ledgerLimits.holesMax && next.holes.length > ledger.holes.length ? undefined : next;
}

function foldAny(ledger: EpochLedger, epoch: string, fact: Fact): EpochLedger {
  switch (fact.kind) {
    case 'found':
      return foldRuns(ledger, epoch, fact.runs);
    case 'passes': {
      let next = foldRuns(ledger, epoch, fact.runs);
      for (const one of fact.rejected) {
        if (one.epoch === epoch) next = foldRejected(next, one.seq, one.reason);
      }
      return next;
    }
    case 'heartbeat':
      return fact.epoch === epoch ? foldPublished(ledger, fact.publishedThrough, fact.receivedAtMs) : ledger;
    case 'gone':
      return fact.epoch === epoch ? foldGone(ledger, { from: fact.fromSeq, to: fact.toSeq }) : ledger;
  }
}

function foldRuns(ledger: EpochLedger, epoch: string, runs: readonly Run[]): EpochLedger {
  let next = ledger;
  for (const run of runs) {
    if (run.epoch === epoch) next = foldStored(next, { from: run.fromSeq, to: lastSeqOf(run) }, run.late);
  }
  return next;
}

/** A number that was given up or rejected before, and came after all, is stored. */
function foldStored(ledger: EpochLedger, range: Range, late: true | undefined): EpochLedger {
  const next = reach(ledger, range.to);
  return {
    ...next,
    holes: without(next.holes, range),
    rejected: without(next.rejected, range),
    givenUp: without(next.givenUp, range),
    late: late ? newest(change(next.late, range, () => true)) : next.late,
  };
}

/** Numbers that are new begin as holes; those of them that were rejected already are none. */
function reach(ledger: EpochLedger, known: number): EpochLedger {
  if (known <= ledger.known) return ledger;
  let holes = change(ledger.holes, { from: ledger.known + 1, to: known }, (): Hole => ({ asked: 0 }));
  for (const range of ledger.rejected) if (range.to > ledger.known) holes = without(holes, range);
  return { ...ledger, known, holes };
}

/**
 * A pass that cannot be read proves nothing but its own end: its number may be anything. It is noted also ahead of what
 * is known; what is stored, stays stored.
 */
function foldRejected(ledger: EpochLedger, seq: number, reason: string): EpochLedger {
  const { known, holes, rejected, givenUp } = ledger;
  const isOpen = seq > known || [holes, rejected, givenUp].some((spans) => covers(spans, seq));
  if (!isOpen) return ledger;
  const range = { from: seq, to: seq };
  return listNewest({
    ...ledger,
    holes: without(holes, range),
    // Of two reasons always the same one, whichever came first.
    rejected: change(rejected, range, (before = reason) => (before < reason ? before : reason)),
    givenUp: without(givenUp, range),
  });
}

/** The gate has sent all of these, and they were none of the things that it still had to send. */
function foldPublished(ledger: EpochLedger, through: number, atMs: number): EpochLedger {
  if (through === 0) return ledger;
  const next = reach(ledger, through);
  const isNewsFor = ({ askedAtMs }: Hole) => askedAtMs === undefined || askedAtMs < atMs;
  const holes = change(next.holes, { from: 1, to: through }, (one) =>
    one && isNewsFor(one) ? { ...one, missingAtMs: Math.min(atMs, one.missingAtMs ?? atMs) } : one,
  );
  return { ...next, holes };
}

function foldGone(ledger: EpochLedger, range: Range): EpochLedger {
  const holes = change(ledger.holes, range, (one): Hole | undefined =>
    one && one.asked > 0 ? { ...one, gone: true } : one,
  );
  return { ...ledger, holes };
}

/** Keeps the lists short: the lowest numbers are only counted from then on. */
export function listNewest(ledger: EpochLedger): EpochLedger {
  const rejected = newest(ledger.rejected);
  const givenUp = newest(ledger.givenUp);
  const left = (all: readonly Range[], kept: readonly Range[]) => sizeOf(all) - sizeOf(kept);
  const { earlier } = ledger;
  return {
    ...ledger,
    rejected,
    givenUp,
    earlier: {
      rejected: earlier.rejected + left(ledger.rejected, rejected),
      givenUp: earlier.givenUp + left(ledger.givenUp, givenUp),
    },
  };
}

function newest<What>(spans: Span<What>[]): Span<What>[] {
  return spans.length > ledgerLimits.spansListedMax ? spans.slice(-ledgerLimits.spansListedMax) : spans;
}
