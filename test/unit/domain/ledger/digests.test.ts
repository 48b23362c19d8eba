// Goal: a second content under an old number is noticed in whatever order the two come, and the same content never is.
// Method: a property beside a plain map of sets; receipts made of messages as gates send them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDigests, type Blocks, blocksOf, joinBlock } from '../../../../domain/ledger/digests.ts';
import { lastSeqOf, publishedThrough, runsOf, type StoredNumber } from '../../../../domain/ledger/receipt.ts';
import { shardOf } from '../../../../domain/ledger/shard.ts';
import { ledgerLimits } from '../../../../domain/limits/ledger.ts';
import { heartbeatOf } from '../../../helpers/status.ts';

const epoch = 'abcdefgh12';
const numberOf = (seq: number, content = 'a', late = false): StoredNumber => ({
  epoch,
  seq,
  digest: `${content}${seq}`.padEnd(22, '-'),
  late,
});

const arrivals = fc.array(fc.tuple(fc.integer({ min: 1, max: 200 }), fc.constantFrom('a', 'b', 'c')), {
  maxLength: 30,
});
const adding = (all: readonly (readonly [number, string])[]) => {
  let blocks: Blocks = new Map();
  const tampered = new Set<number>();
  for (const [seq, content] of all) {
    const added = addDigests(blocks, runsOf([numberOf(seq, content)]));
    for (const one of added.tampered) tampered.add(one);
    blocks = added.blocks;
  }
  return { blocks, tampered };
};

test('numbers that came with two contents are known, in any order and however often they come', () => {
  fc.assert(
    fc.property(arrivals, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (all, dice) => {
      const contents = Map.groupBy(all, ([seq]) => seq);
      const expected = [...contents].filter(([, ofSeq]) => new Set(ofSeq.map(([, content]) => content)).size > 1);
      const shuffled = [...all, ...all]
        .map((one) => ({ one, at: dice.next().value ?? 0 }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ one }) => one);
      const straight = adding(all);
      const mixed = adding(shuffled);
      expect([...straight.tampered].toSorted()).toEqual(expected.map(([seq]) => seq).toSorted());
      expect(mixed.tampered).toEqual(straight.tampered);
      expect(new Map([...mixed.blocks].toSorted())).toEqual(new Map([...straight.blocks].toSorted()));
    }),
  );
});

test('two halves of a block make the whole', () => {
  fc.assert(
    fc.property(arrivals, arrivals, (some, others) => {
      const first = adding(some).blocks;
      const second = adding(others).blocks;
      for (const [block, digests] of adding([...some, ...others]).blocks) {
        expect(joinBlock(first.get(block) ?? '', second.get(block) ?? '')).toBe(digests);
      }
    }),
  );
});

describe('runs', () => {
  test('a message in order is one run; a gap, another epoch and lateness begin another', () => {
    const inOrder = Array.from({ length: 25 }, (_, index) => numberOf(index + 60));
    const [run, ...others] = runsOf(inOrder);
    expect(others).toEqual([]);
    expect(run && lastSeqOf(run)).toBe(84);
    expect(run?.digests).toHaveLength(25 * ledgerLimits.digestCharacters);
    expect(run && blocksOf([run])).toEqual([0, 1]);
    const mixed = [
      numberOf(1),
      numberOf(3),
      numberOf(4, 'a', true),
      { ...numberOf(5), epoch: 'second00' },
      numberOf(5),
    ];
    expect(runsOf(mixed).map(({ fromSeq, late }) => [fromSeq, late])).toEqual([
      [1, undefined],
      [3, undefined],
      [4, true],
      [5, undefined],
      [5, undefined],
    ]);
  });

  test('the same number twice in a message is two runs', () => {
    expect(runsOf([numberOf(1), numberOf(1, 'b')])).toHaveLength(2);
  });
});

test('communities are spread over the shards about evenly', () => {
  const counts = new Array<number>(ledgerLimits.shards).fill(0);
  for (let community = 0; community < 3_196; community++) {
    const shard = shardOf(`community-${community}`);
    counts[shard] = (counts[shard] ?? 0) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(150);
  expect(Math.max(...counts)).toBeLessThan(250);
});

test('what a heartbeat proves: all below the outbox has left; without a word of it, only an empty outbox proves anything', () => {
  const health = heartbeatOf().health;
  expect(publishedThrough(heartbeatOf({ lastSeq: 10, outboxFromSeq: 8 }))).toBe(7);
  expect(publishedThrough(heartbeatOf({ lastSeq: 10, outboxFromSeq: 99 }))).toBe(10);
  expect(publishedThrough(heartbeatOf({ lastSeq: 10, health: { ...health, outboxPasses: 0 } }))).toBe(10);
  expect(publishedThrough(heartbeatOf({ lastSeq: 10, health: { ...health, outboxPasses: 2 } }))).toBe(0);
});
