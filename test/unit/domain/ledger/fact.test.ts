// Goal: a ledger comes to the same, whether it hears of passes by a receipt or finds them in the table (law 7).
// Method: keys of passes in the order of the table, of two gates with passes out of order and a second content.
import { expect, test } from 'vitest';
import { epochsOf, foundPasses } from '../../../../domain/ledger/fact.ts';
import { lastSeqOf } from '../../../../domain/ledger/receipt.ts';
import { type KeyedPass, readPassKey } from '../../../../domain/pass-key.ts';

const key = (second: number, gate: string, seq: number, digest = `digest-${seq}`): KeyedPass =>
  readPassKey({
    pk: 'xixi#2026-11-24',
    sk: `2026-11-24T03:04:0${second}.000Z#${gate}#abcdefgh12#${String(seq).padStart(10, '0')}#${digest}`,
  });

test('runs are as long as they can be, whatever lies between, and a second content is a run of its own', () => {
  const found = foundPasses([
    key(1, 'gate-1', 11),
    key(2, 'gate-2', 1),
    key(3, 'gate-1', 9),
    key(4, 'gate-1', 10),
    key(5, 'gate-1', 13),
    key(6, 'gate-1', 10, 'another-content'),
  ]);
  expect(found.map(({ gate, runs }) => [gate, ...runs.map((run) => [run.fromSeq, lastSeqOf(run)])])).toEqual([
    ['gate-1', [9, 10]],
    ['gate-1', [10, 11]],
    ['gate-1', [13, 13]],
    ['gate-2', [1, 1]],
  ]);
  expect(found.flatMap(epochsOf)).toEqual(Array(4).fill('abcdefgh12'));
  expect(found.map(({ runs }) => runs[0]?.digests)).toEqual([
    'digest-9digest-1',
    'another-digest-1',
    'digest-1',
    'digest-1',
  ]);
});
