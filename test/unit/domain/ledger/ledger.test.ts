// Goal: law 7, a gate's sequence has no hole or the hole is shown: the ledger says of each number what became of it, in
// whatever order, and however often, it hears; and no mark ever covers a number that nobody has.
// Method: random histories of one gate (messages lost, late, doubled, put aside; heartbeats), told in any order, beside a
// model that keeps a plain set of every kind of number.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EpochLedger, emptyLedger, epochLedger, fold, storedThrough } from '../../../../domain/ledger/ledger.ts';
import { type Receipt, runsOf } from '../../../../domain/ledger/receipt.ts';
import { ledgerLimits } from '../../../../domain/limits/ledger.ts';

const epoch = 'abcdefgh12';
const start = Date.parse('2026-11-24T03:00:00.000Z');
const gate = { gate: 'gate-1', community: 'xixi' };

const storedReceipt = (atMs: number, seqs: readonly number[], late = false): Receipt => ({
  kind: 'passes',
  ...gate,
  receivedAtMs: start + atMs,
  sentAtMs: start + atMs,
  runs: runsOf(seqs.map((seq) => ({ epoch, seq, digest: `digest-${seq}`, late }))),
  rejected: [],
});
const rejectedReceipt = (atMs: number, seq: number, reason: string): Receipt => ({
  ...storedReceipt(atMs, []),
  kind: 'passes',
  sentAtMs: start + atMs,
  runs: [],
  rejected: [{ epoch, seq, reason }],
});
const heartbeatReceipt = (atMs: number, publishedThrough: number): Receipt => ({
  kind: 'heartbeat',
  ...gate,
  receivedAtMs: start + atMs,
  sentAtMs: start + atMs,
  epoch,
  publishedThrough,
  sentPasses: 0,
});

const taking = (receipts: readonly Receipt[], from: EpochLedger = emptyLedger): EpochLedger =>
  receipts.reduce((ledger, receipt) => fold(ledger, epoch, receipt) ?? ledger, from);

const seqs = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 });
const anyReceipt: fc.Arbitrary<Receipt> = fc.oneof(
  fc.tuple(fc.nat(100), seqs, fc.boolean()).map(([at, numbers, late]) => storedReceipt(at, numbers, late)),
  fc
    .tuple(fc.nat(100), fc.integer({ min: 1, max: 35 }), fc.constantFrom('bad-pass', 'implausible-time'))
    .map(([at, seq, reason]) => rejectedReceipt(at, seq, reason)),
  fc.tuple(fc.nat(100), fc.nat(32)).map(([at, through]) => heartbeatReceipt(at, through)),
);
const history = fc.array(anyReceipt, { maxLength: 15 });

/** What a history says of each number, without an idea of how a ledger is kept. */
function modelOf(receipts: readonly Receipt[]) {
  const stored = new Set<number>();
  const rejected = new Set<number>();
  const missingAt = new Map<number, number>();
  let known = 0;
  for (const receipt of receipts) {
    if (receipt.kind === 'passes') {
      for (const { fromSeq, digests } of receipt.runs) {
        for (let index = 0; index < digests.length / ledgerLimits.digestCharacters; index++)
          stored.add(fromSeq + index);
      }
      for (const { seq } of receipt.rejected) rejected.add(seq);
    } else if (receipt.kind === 'heartbeat') {
      known = Math.max(known, receipt.publishedThrough);
      for (let seq = 1; seq <= receipt.publishedThrough; seq++) {
        missingAt.set(seq, Math.min(missingAt.get(seq) ?? Number.POSITIVE_INFINITY, receipt.receivedAtMs));
      }
    }
  }
  known = Math.max(known, ...stored);
  const holes = Array.from({ length: known }, (_, index) => index + 1).filter(
    (seq) => !stored.has(seq) && !rejected.has(seq),
  );
  return { stored, rejected: [...rejected].filter((seq) => !stored.has(seq)), missingAt, known, holes };
}

const numbersOf = (spans: readonly { from: number; to: number }[]) =>
  spans.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index));

describe('any history', () => {
  test('comes to the same ledger in any order, doubled, and split into messages of one pass', () => {
    const shuffled = history.chain((receipts) =>
      fc.tuple(
        fc.constant(receipts),
        fc.shuffledSubarray([...receipts, ...receipts], { minLength: receipts.length * 2 }),
        fc.shuffledSubarray(receipts.flatMap(split), { minLength: receipts.flatMap(split).length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([receipts, doubled, inPieces]) => {
        expect(taking(doubled)).toEqual(taking(receipts));
        expect(taking(inPieces)).toEqual(taking(receipts));
      }),
      { numRuns: 300 },
    );
  });

  test('is told as it was: what is missing, since when, and what was put aside', () => {
    fc.assert(
      fc.property(history, (receipts) => {
        const ledger = taking(receipts);
        const { known, holes, rejected, missingAt } = modelOf(receipts);
        expect(ledger.known).toBe(known);
        expect(numbersOf(ledger.holes)).toEqual(holes);
        expect(numbersOf(ledger.rejected)).toEqual(rejected.toSorted((one, other) => one - other));
        for (const seq of holes) {
          const [hole] = ledger.holes.filter(({ from, to }) => from <= seq && seq <= to);
          expect(hole?.what.missingAtMs).toBe(missingAt.get(seq));
        }
      }),
    );
  });

  test('is survived by being stored and read again', () => {
    fc.assert(
      fc.property(history, history, (before, after) => {
        const kept = epochLedger.parse(JSON.parse(JSON.stringify(taking(before))));
        expect(taking(after, kept)).toEqual(taking([...before, ...after]));
      }),
    );
  });

  test('never makes a mark cover what nobody has, and no mark goes back', () => {
    fc.assert(
      fc.property(history, (receipts) => {
        let ledger = emptyLedger;
        for (const [index, receipt] of receipts.entries()) {
          const next = fold(ledger, epoch, receipt) ?? ledger;
          expect(storedThrough(next)).toBeGreaterThanOrEqual(storedThrough(ledger));
          expect(next.known).toBeGreaterThanOrEqual(ledger.known);
          const { stored, rejected } = modelOf(receipts.slice(0, index + 1));
          for (let seq = 1; seq <= storedThrough(next); seq++) {
            expect(stored.has(seq) || rejected.includes(seq), `pass ${seq}`).toBe(true);
          }
          ledger = next;
        }
      }),
    );
  });
});

function split(receipt: Receipt): Receipt[] {
  if (receipt.kind !== 'passes') return [receipt];
  const passes = receipt.runs.flatMap(({ fromSeq, digests, late }) =>
    Array.from({ length: digests.length / ledgerLimits.digestCharacters }, (_, index) => ({
      ...storedReceipt(receipt.receivedAtMs - start, [fromSeq + index], late ?? false),
    })),
  );
  return [...passes, { ...receipt, runs: [] }];
}

test('what comes late after all closes the hole', () => {
  const missing = taking([storedReceipt(0, [1, 2, 3, 7]), heartbeatReceipt(1, 9)]);
  expect(numbersOf(missing.holes)).toEqual([4, 5, 6, 8, 9]);
  expect(storedThrough(missing)).toBe(3);
  const filled = taking([storedReceipt(90, [4, 5, 6], true)], missing);
  expect(storedThrough(filled)).toBe(7);
  expect(filled.late).toEqual([{ from: 4, to: 6, what: true }]);
});

test('a later number says nothing of the gate having sent those before: they may wait in its outbox', () => {
  expect(taking([storedReceipt(0, [500])]).holes).toEqual([{ from: 1, to: 499, what: { asked: 0 } }]);
});

test('a ledger has no room for more holes than it may have, and takes on again what fills some', () => {
  const everySecond = Array.from({ length: ledgerLimits.holesMax + 50 }, (_, index) =>
    storedReceipt(index, [index * 2 + 2]),
  );
  const full = taking(everySecond);
  expect(full.holes).toHaveLength(ledgerLimits.holesMax);
  expect(fold(full, epoch, storedReceipt(0, [full.known + 9]))).toBeUndefined();
  const better = taking([storedReceipt(0, [1, 3, 5])], full);
  expect(better.holes).toHaveLength(ledgerLimits.holesMax - 3);
  expect(storedThrough(better)).toBe(6);
});

test('of more ranges than are listed the lowest are only counted', () => {
  const rejected = Array.from({ length: ledgerLimits.spansListedMax + 7 }, (_, index) =>
    rejectedReceipt(index, index * 2 + 1, 'bad-pass'),
  );
  const ledger = taking([storedReceipt(0, [1_000]), ...rejected]);
  expect(ledger.rejected).toHaveLength(ledgerLimits.spansListedMax);
  expect(ledger.earlier.rejected).toBe(7);
  expect(taking(rejected, ledger)).toEqual(ledger);
});

test('whoever claims to have sent a number without end makes one hole of it', () => {
  const ledger = taking([storedReceipt(0, [1]), heartbeatReceipt(1, 9_999_999_999)]);
  expect(ledger.holes).toHaveLength(1);
  expect(storedThrough(ledger)).toBe(1);
});
