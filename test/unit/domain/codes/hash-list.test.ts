// Goal: a revoked code stays revoked however it is written; lists are small and quickly searched.
// Method: lists of every size against a plain set; a revoked code packed and signed anew in its other valid forms.
import { deflateSync } from 'node:zlib';
import { encode } from 'cborg';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeBase45 } from '../../../../domain/codes/base45.ts';
import { fromBase64, toBase64 } from '../../../../domain/codes/bytes-as-text.ts';
import { addHashes, includesHash, noHashes, readHashes } from '../../../../domain/codes/hash-list.ts';
import { revocationHash } from '../../../../domain/codes/revocations.ts';
import { codeLimits } from '../../../../domain/limits/codes.ts';
import { wireLimits } from '../../../../domain/limits/wire.ts';
import { revocationList } from '../../../../domain/messages/lists.ts';
import { checkWith, es256, forge, listed, parts, platform, tagBytes, tagged, verdict } from './forge.ts';

const listOf = (...hashes: number[]) => readHashes(addHashes(noHashes, hashes) ?? '');

it('finds what is on it and nothing else', () => {
  const hash = fc.nat(0xffffffff);
  fc.assert(
    fc.property(fc.array(hash), fc.array(hash), (held, asked) => {
      const list = listOf(...held);
      if (!list) throw new Error('not readable');
      for (const one of [...held, ...asked]) expect(includesHash(list, one)).toBe(held.includes(one));
    }),
  );
});

it('10,000 codes are 40 KB, and the longest list fits a message', () => {
  const spread = (count: number) => Array.from({ length: count }, (_, index) => index * 200_000);
  expect(fromBase64(addHashes(noHashes, spread(10_000)) ?? '').length).toBe(40_000);
  const hashes = addHashes(noHashes, spread(codeLimits.hashesPerListMax)) ?? '';
  const list = { version: 1, issuedAt: '2026-11-24T03:04:05.678Z', hashBytes: 4, hashes };
  expect(revocationList.safeParse(list).success).toBe(true);
  expect(JSON.stringify(list).length).toBeLessThan(wireLimits.messageBytesMax);
  expect(addHashes(noHashes, spread(codeLimits.hashesPerListMax + 1))).toBeUndefined();
});

it.each<[string, number[]]>([
  ['half a hash', [0, 0, 0, 1, 0, 0]],
  ['hashes out of order', [0, 0, 0, 2, 0, 0, 0, 1]],
  ['a hash twice', [0, 0, 0, 1, 0, 0, 0, 1]],
])('refuses a list with %s', (_, bytes) => {
  expect(readHashes(toBase64(Uint8Array.from(bytes)))).toBeUndefined();
});

it('a revoked code stays so, packed differently, untagged, or with the other half of its signature', () => {
  const revocations = listOf(revocationHash({ content: 'hc1', id: 'URN:UVCI:01:AT:1' }, platform));
  if (!revocations) throw new Error('not readable');
  const check = { ...checkWith(listed(es256)), revocations };
  const [header, unsigned, payload, signature] = parts({});
  if (!(signature instanceof Uint8Array)) throw new Error('no signature');
  const body = encode([header, unsigned, payload, signature]);
  const stored = `HC1:${encodeBase45(deflateSync(body, { level: 0 }))}`;
  const mirrored = encode([header, unsigned, payload, otherHalf(signature)]);
  const forms = [
    stored,
    ...[tagged(mirrored, ...tagBytes.sign1), body].map((bytes) => `HC1:${encodeBase45(deflateSync(bytes))}`),
  ];
  for (const form of [forge({}), ...forms]) {
    expect(verdict(form, { ...check, revocations: noHashes })).toBe('accepted');
    expect(verdict(form, check)).toBe('revoked');
  }
});

/** (r, n − s) verifies as (r, s) does, so a signature is no name for a code. */
function otherHalf(signature: Uint8Array): Uint8Array {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`);
  return Buffer.concat([signature.subarray(0, 32), Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex')]);
}
