// Goal: one code, one subject, for as long as a key lasts; the key of a day is used whenever the pass arrives.
// Method: the pure functions, with secrets as an operator writes them.
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { pseudonym, readPseudonymKeys } from '../../../functions/ingest/pseudonym.ts';

const old = 'a'.repeat(64);
const next = 'b'.repeat(64);
const code = { form: 'hc1', text: 'HC1:ABC' } as const;

test('it is 16 bytes of HMAC-SHA256 over form and text', () => {
  const keys = readPseudonymKeys(JSON.stringify({ '1970-01-01': old }));
  const mac = createHmac('sha256', old).update('hc1\0HC1:ABC').digest().subarray(0, 16);
  expect(pseudonym(keys, '2026-11-24', code)).toBe(mac.toString('base64url'));
  expect(pseudonym(keys, '2026-11-24', { ...code, form: 'provider' })).not.toBe(mac.toString('base64url'));
});

test('a key serves from its first day until the next one takes over', () => {
  const only = readPseudonymKeys(JSON.stringify({ '1970-01-01': old }));
  const both = readPseudonymKeys(JSON.stringify({ '2027-01-01': next, '1970-01-01': old }));
  expect(pseudonym(both, '2026-12-31', code)).toBe(pseudonym(only, '2026-12-31', code));
  expect(pseudonym(both, '2027-01-01', code)).not.toBe(pseudonym(only, '2027-01-01', code));
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
