// Goal: one person, one subject, for as long as a key lasts; the key of a day is used whenever the pass arrives, and
// who is traced over a change of keys is found under both.
// Method: the pure functions, with secrets as an operator writes them.
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { pseudonym, pseudonymsSince, readPseudonymKeys } from '../../../platform/pseudonym.ts';

const old = 'a'.repeat(64);
const next = 'b'.repeat(64);
const name = 'hc1:URN:UVCI:01:AT:ABC';

test('it is 16 bytes of HMAC-SHA256 over the name', () => {
  const keys = readPseudonymKeys(JSON.stringify({ '1970-01-01': old }));
  const mac = createHmac('sha256', old).update(name).digest().subarray(0, 16);
  expect(pseudonym(keys, '2026-11-24', name)).toBe(mac.toString('base64url'));
});

test('a key serves from its first day until the next one takes over', () => {
  const only = readPseudonymKeys(JSON.stringify({ '1970-01-01': old }));
  const both = readPseudonymKeys(JSON.stringify({ '2027-01-01': next, '1970-01-01': old }));
  expect(pseudonym(both, '2026-12-31', name)).toBe(pseudonym(only, '2026-12-31', name));
  expect(pseudonym(both, '2027-01-01', name)).not.toBe(pseudonym(only, '2027-01-01', name));
});

test('a trace over a change of keys looks under each key that was in use since its first day', () => {
  const keys = readPseudonymKeys(
    JSON.stringify({ '2027-01-01': next, '2026-06-01': old, '1970-01-01': 'c'.repeat(64) }),
  );
  const under = (...days: string[]) => days.map((day) => pseudonym(keys, day, name));
  expect(pseudonymsSince(keys, '2026-12-20', name)).toEqual(under('2027-01-01', '2026-12-31'));
  expect(pseudonymsSince(keys, '2027-01-01', name)).toEqual(under('2027-01-01'));
  expect(pseudonymsSince(keys, '2026-05-31', name)).toEqual(under('2027-01-01', '2026-12-31', '2026-05-31'));
});

test.each([
  ['no JSON', 'hunter2-hunter2'],
  ['a text', '"hunter2-hunter2"'],
  ['no key', '{}'],
  ['no day', JSON.stringify({ key: 'hunter2'.repeat(10) })],
  ['a short key', JSON.stringify({ '1970-01-01': 'hunter2' })],
])('a secret that is %s is refused without quoting it', (_, secret) => {
  const read = () => readPseudonymKeys(secret);
  expect(read).toThrow('pseudonym keys');
  expect(read).not.toThrow('hunter2');
});
