// Goal: one text for one value, as RFC 8785 has it.
// Method: the RFC's own example of the order of members, and the reference implementation as the oracle.
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../../domain/canonical-json.ts';

test('members stand in the order of their UTF-16 code units (RFC 8785 §3.2.3)', () => {
  const value = {
    '\u20ac': 1,
    '\r': 2,
    '\ufb33': 3,
    '1': 4,
    '\ud83d\ude00': 5,
    '\u0080': 6,
    '\u00f6': 7,
    '10': 8,
    '9': 9,
  };
  expect([...canonicalJson(value).matchAll(/:(\d)/g)].map(([, digit]) => Number(digit))).toEqual([
    2, 4, 8, 9, 6, 7, 1, 5, 3,
  ]);
});

test('it writes what the reference implementation writes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(value)).toBe(canonicalize(value));
    }),
  );
});
