// Goal: the figures of a ledger add up: every number that is known is in one of them, once.
// Method: a ledger with something of everything.
import { expect, test } from 'vitest';
import { type EpochLedger, emptyLedger } from '../../../../domain/ledger/ledger.ts';
import { summarise } from '../../../../domain/ledger/summary.ts';

test('each known number is in one figure', () => {
  const sinceMs = Date.parse('2026-11-24T03:00:00.000Z');
  const ledger: EpochLedger = {
    ...emptyLedger,
    known: 100,
    holes: [
      { from: 41, to: 44, what: { asked: 2, askedAtMs: sinceMs } },
      { from: 50, to: 52, what: { asked: 0, missingAtMs: sinceMs + 1 } },
      { from: 60, to: 69, what: { asked: 0 } },
    ],
    rejected: [
      { from: 5, to: 5, what: 'bad-pass' },
      { from: 55, to: 56, what: 'bad-pass' },
      { from: 120, to: 120, what: 'bad-pass' },
    ],
    givenUp: [{ from: 10, to: 19, what: 'episode' }],
    late: [{ from: 30, to: 40, what: true }],
    tampered: [{ from: 7, to: 7, what: true }],
    earlier: { rejected: 1, givenUp: 2 },
    missing: { since: '2026-11-24T03:00:00.000Z#abcdefgh12', told: true },
  };
  const summary = summarise(ledger);
  expect(summary).toEqual({
    storedThrough: 40,
    ahead: 41,
    waiting: 10,
    missing: 7,
    missingSinceMs: sinceMs,
    asked: 2,
    givenUp: 12,
    rejected: 5,
    late: 11,
    tampered: 1,
  });
  const { storedThrough, ahead, waiting, missing } = summary;
  const putAsideAhead = 2;
  expect(storedThrough + ahead + waiting + missing + putAsideAhead).toBe(ledger.known);
  expect(summarise(emptyLedger)).toMatchObject({ storedThrough: 0, ahead: 0, missing: 0, missingSinceMs: undefined });
});
