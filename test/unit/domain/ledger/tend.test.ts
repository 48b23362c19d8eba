// Goal: a gate is asked for what it has sent and nobody has, not for what may still be in its outbox or on its way; in
// vain a bounded number of times; and what is given up is shown for as long as it is missing.
// Method: a ledger whose time is passed in, step by step; and a property over random answers of a gate.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EpochLedger, emptyLedger, fold, storedThrough } from '../../../../domain/ledger/ledger.ts';
import { runsOf } from '../../../../domain/ledger/receipt.ts';
import { markAsked, openEpisodes, tend, toAskFor } from '../../../../domain/ledger/tend.ts';
import { ledgerLimits } from '../../../../domain/limits/ledger.ts';

const { holeGraceMs, askAgainAfterMs, asksMax, resendPassesMax } = ledgerLimits;
const epoch = 'abcdefgh12';
const start = Date.parse('2026-11-24T03:00:00.000Z');
const gate = { gate: 'gate-1', community: 'xixi' };
const episode = `2026-11-24T03:00:00.000Z#${epoch}`;

const stored = (ledger: EpochLedger, ...seqs: number[]): EpochLedger => {
  const runs = runsOf(seqs.map((seq) => ({ epoch, seq, digest: 'digest00', late: false })));
  return taking(ledger, { kind: 'passes', ...gate, receivedAtMs: start, sentAtMs: start, runs, rejected: [] });
};
const beating = (ledger: EpochLedger, atMs: number, publishedThrough: number): EpochLedger => {
  const receivedAtMs = start + atMs;
  const heartbeat = { epoch, receivedAtMs, sentAtMs: receivedAtMs, publishedThrough, sentPasses: 0 };
  return taking(ledger, { kind: 'heartbeat', ...gate, ...heartbeat });
};
const gone = (ledger: EpochLedger, fromSeq: number, toSeq: number): EpochLedger =>
  taking(ledger, { kind: 'gone', ...gate, receivedAtMs: start, epoch, fromSeq, toSeq });
const taking = (ledger: EpochLedger, receipt: Parameters<typeof fold>[2]): EpochLedger =>
  fold(ledger, epoch, receipt) ?? ledger;
const tended = (ledger: EpochLedger, atMs: number): EpochLedger => tend(ledger, epoch, start + atMs);

const lostTail = beating(stored(emptyLedger, 1, 2, 3, 4, 5, 6, 7), 0, 10);

describe('asking', () => {
  test('begins when the grace is over, and once', () => {
    expect(toAskFor(lostTail, start + holeGraceMs - 1)).toBeUndefined();
    expect(tended(lostTail, holeGraceMs - 1).missing).toBeUndefined();
    const due = tended(lostTail, holeGraceMs);
    expect(due.missing).toEqual({ since: episode, told: false });
    expect(toAskFor(due, start + holeGraceMs)).toEqual({ from: 8, to: 10 });
    expect(
      toAskFor(markAsked(due, { from: 8, to: 10 }, start + holeGraceMs, start + holeGraceMs), start + 10 * holeGraceMs),
    ).toBeUndefined();
  });

  test('waits for the gate to say that it has sent what was asked for, and then longer each time', () => {
    let ledger = tended(lostTail, holeGraceMs);
    let atMs = holeGraceMs;
    for (let asked = 1; asked <= asksMax; asked++) {
      expect(toAskFor(ledger, start + atMs)).toEqual({ from: 8, to: 10 });
      ledger = markAsked(ledger, { from: 8, to: 10 }, start + atMs, start + atMs);
      const soonest = atMs + askAgainAfterMs * 2 ** (asked - 1);
      // What it said before it was asked is old, and what it holds back in its outbox is on its way.
      ledger = beating(beating(ledger, atMs - 1, 10), atMs + 1, 7);
      expect(toAskFor(ledger, start + soonest)).toBeUndefined();
      ledger = beating(ledger, atMs + 1, 10);
      expect(toAskFor(ledger, start + soonest - 1)).toBeUndefined();
      atMs = soonest;
    }
    expect(tended(ledger, atMs - 1).givenUp).toEqual([]);
    const givenUp = tended(ledger, atMs);
    expect(givenUp.givenUp).toEqual([{ from: 8, to: 10, what: episode }]);
    expect(storedThrough(givenUp)).toBe(10);
  });

  test('is over at once when the gate has none of them any more, and has said that they are in no outbox', () => {
    const asked = markAsked(
      tended(lostTail, holeGraceMs),
      { from: 8, to: 10 },
      start + holeGraceMs,
      start + holeGraceMs,
    );
    const answered = gone(asked, 8, 10);
    expect(tended(answered, holeGraceMs + askAgainAfterMs).givenUp).toEqual([]);
    const said = beating(answered, holeGraceMs + 1, 10);
    expect(tended(said, holeGraceMs + askAgainAfterMs).givenUp).toEqual([{ from: 8, to: 10, what: episode }]);
  });

  test('takes many holes in one command, no further than a gate can hold', () => {
    const scattered = beating(stored(emptyLedger, 1, 3, 5, 30_000), 0, 40_000);
    const from = tended(scattered, holeGraceMs);
    expect(toAskFor(from, start + holeGraceMs)).toEqual({ from: 2, to: 2 + resendPassesMax - 1 });
    const asked = markAsked(from, { from: 2, to: 2 + resendPassesMax - 1 }, start + holeGraceMs, start + holeGraceMs);
    expect(toAskFor(asked, start + holeGraceMs)).toEqual({ from: resendPassesMax + 2, to: 40_000 });
  });

  test('counts for those it is meant for: what lies between may still be in the outbox', () => {
    const both = beating(beating(stored(emptyLedger, 1, 3, 5, 7), 0, 3), holeGraceMs, 5);
    const range = { from: 2, to: 6 };
    const asked = markAsked(tended(both, holeGraceMs), range, start + holeGraceMs, start + holeGraceMs);
    expect(asked.holes.map(({ from, what }) => [from, what.asked])).toEqual([
      [2, 1],
      [4, 0],
      [6, 0],
    ]);
  });

  test('is for nothing that may wait in the outbox of a gate that was cut off', () => {
    const ahead = stored(emptyLedger, 1, 2, 3, 900);
    expect(toAskFor(beating(ahead, 0, 3), start + 10 * holeGraceMs)).toBeUndefined();
  });
});

describe('the time in which passes are missing', () => {
  test('ends when all have come, and not while the gate is asked', () => {
    const asked = markAsked(
      tended(lostTail, holeGraceMs),
      { from: 8, to: 10 },
      start + holeGraceMs,
      start + holeGraceMs,
    );
    expect([...openEpisodes(tended(asked, 2 * holeGraceMs))]).toEqual([episode]);
    expect([...openEpisodes(tended(stored(asked, 8, 9), 2 * holeGraceMs))]).toEqual([episode]);
    expect([...openEpisodes(tended(stored(asked, 8, 9, 10), 2 * holeGraceMs))]).toEqual([]);
  });

  test('goes on for what was given up until it comes after all; another hole begins another', () => {
    const asked = gone(
      markAsked(tended(lostTail, holeGraceMs), { from: 8, to: 10 }, start + holeGraceMs, start + holeGraceMs),
      8,
      10,
    );
    const laterMs = holeGraceMs + askAgainAfterMs;
    const givenUp = tended(tended(beating(asked, holeGraceMs + 1, 10), laterMs), laterMs);
    expect(givenUp.missing).toBeUndefined();
    const again = tended(beating(givenUp, laterMs, 12), laterMs + holeGraceMs);
    expect([...openEpisodes(again)]).toEqual([episode, `${new Date(start + laterMs).toISOString()}#${epoch}`]);
    expect([...openEpisodes(tended(stored(again, 8, 9, 10), laterMs + holeGraceMs))]).toHaveLength(1);
  });
});

test('whatever a gate answers, and whenever: no hole is for ever, and no mark covers what is not stored or given up', () => {
  const move = fc.record({
    afterMin: fc.integer({ min: 1, max: 240 }),
    comes: fc.subarray([8, 9, 10]),
    says: fc.constantFrom('gone', 'nothing', 'sent'),
  });
  fc.assert(
    fc.property(fc.array(move, { minLength: 40, maxLength: 40 }), (moves) => {
      let ledger = lostTail;
      let atMs = 0;
      const have = new Set([1, 2, 3, 4, 5, 6, 7]);
      for (const { afterMin, comes, says } of moves) {
        atMs += afterMin * 60_000 + askAgainAfterMs;
        if (says === 'gone') ledger = gone(ledger, 8, 10);
        if (says === 'sent') for (const seq of comes) have.add(seq);
        if (says === 'sent') ledger = comes.length > 0 ? stored(ledger, ...comes) : ledger;
        ledger = tended(beating(ledger, atMs - holeGraceMs, 10), atMs);
        const range = toAskFor(ledger, start + atMs);
        if (range) ledger = markAsked(ledger, range, start + atMs, start + atMs);
        const isGivenUp = (seq: number) => ledger.givenUp.some(({ from, to }) => from <= seq && seq <= to);
        for (let seq = 1; seq <= storedThrough(ledger); seq++) expect(have.has(seq) || isGivenUp(seq)).toBe(true);
        for (const seq of have) expect(isGivenUp(seq)).toBe(false);
      }
      expect(storedThrough(ledger)).toBe(10);
      if (have.size === 10) expect(openEpisodes(ledger).size).toBe(0);
    }),
    { numRuns: 50 },
  );
});
