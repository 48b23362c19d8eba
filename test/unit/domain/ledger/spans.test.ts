// Goal: spans say of each number just what was said last, and are written down in one way only.
// Method: properties against a plain map from number to fact.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { change, covers, type Span, sizeOf } from '../../../../domain/ledger/spans.ts';

type Fact = { asked: number; at?: number };
const fact: fc.Arbitrary<Fact | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.record({ asked: fc.nat(1) }),
  fc.record({ at: fc.nat(1), asked: fc.nat(1) }),
);
const said = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.nat(9), fact), { maxLength: 12 });

test('each number is as it was said last, and neighbours that say the same are one span', () => {
  fc.assert(
    fc.property(said, (all) => {
      const expected = new Map<number, Fact>();
      let spans: Span<Fact>[] = [];
      for (const [from, more, what] of all) {
        spans = change(spans, { from, to: from + more }, () => what);
        for (let number = from; number <= from + more; number++) {
          if (what) expected.set(number, what);
          else expected.delete(number);
        }
      }
      const flat = spans.flatMap(({ from, to, what }) =>
        Array.from({ length: to - from + 1 }, (_, index): [number, Fact] => [from + index, what]),
      );
      expect(flat).toEqual([...expected].toSorted(([one], [other]) => one - other));
      expect(sizeOf(spans)).toBe(expected.size);
      for (let number = 0; number <= 40; number++) expect(covers(spans, number)).toBe(expected.has(number));
      for (const [index, { from, what }] of spans.entries()) {
        const before = spans[index - 1];
        if (before?.to === from - 1) expect(before.what).not.toEqual(what);
      }
    }),
  );
});

test('what is said may follow from what was', () => {
  const spans = change<number>([{ from: 3, to: 8, what: 1 }], { from: 5, to: 10 }, (what = 0) => what + 1);
  expect(spans).toEqual([
    { from: 3, to: 4, what: 1 },
    { from: 5, to: 8, what: 2 },
    { from: 9, to: 10, what: 1 },
  ]);
});
