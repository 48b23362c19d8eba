// Goal: a code is believed exactly when every layer is as the specifications say, and refused for the right reason.
// Method: codes made from the inside out with one thing wrong, signed with keys of the test.
import { generateKeyPairSync } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { encode } from 'cborg';
import { describe, expect, it } from 'vitest';
import { encodeBase45 } from '../../../../domain/codes/base45.ts';
import type { HealthStatement } from '../../../../domain/codes/health-certificate.ts';
import { createKeyRing } from '../../../../domain/codes/key-ring.ts';
import { codeLimits } from '../../../../domain/limits/codes.ts';
import { wireLimits } from '../../../../domain/limits/wire.ts';
import {
  algorithms,
  checkWith,
  claimsOf,
  es256,
  forge,
  keyId,
  listed,
  nowS,
  parts,
  ps256,
  signedHeader,
  tagBytes,
  tagged,
  vaccination,
  verdict,
  wrap,
} from './forge.ts';

const without = (label: number) => new Map([...signedHeader].filter(([key]) => key !== label));
const claim = (number: number, value: unknown) => encode(claimsOf(vaccination).set(number, value));
const inClaims = (payload: Uint8Array) => verdict(forge({ payload }));

describe('transport', () => {
  it.each<[string, string, string]>([
    ['no prefix', 'context', forge({}).slice(4)],
    ['small letters', 'context', forge({}).toLowerCase()],
    ['our own prefix on a health certificate', 'unknown-key', forge({}).replace('HC1', 'GH1')],
    ['a lone last character', 'base45', 'HC1:AAAA'],
    ['a triple beyond 16 bits', 'base45', 'HC1::::'],
    ['a pair beyond 8 bits', 'base45', 'HC1:::'],
    ['a letter of another alphabet', 'base45', 'HC1:Ā00'],
    ['nothing', 'compression', 'HC1:'],
    ['a stream that is cut off', 'compression', `HC1:${encodeBase45(deflateSync('x').subarray(0, -2))}`],
    [
      'bytes after the stream',
      'compression',
      `HC1:${encodeBase45(Buffer.concat([deflateSync('x'), Buffer.of(0, 0)]))}`,
    ],
    ['a bomb', 'too-large', wrap(new Uint8Array(2_500_000))],
    ['more than a QR code holds', 'too-long', `HC1:${'0'.repeat(wireLimits.codeCharactersMax)}`],
  ])('%s: %s', (_, reason, text) => {
    expect(verdict(text)).toBe(reason);
  });

  it('unpacks as much as a code may hold and not a byte more', () => {
    expect(verdict(wrap(new Uint8Array(codeLimits.unpackedBytesMax)))).toBe('cbor');
    expect(verdict(wrap(new Uint8Array(codeLimits.unpackedBytesMax + 1)))).toBe('too-large');
  });
});

describe('CBOR and COSE', () => {
  const body = encode(parts({}));
  it.each<[string, string, Uint8Array]>([
    ['tagged as COSE_Sign1', 'accepted', tagged(body, ...tagBytes.sign1)],
    ['not tagged', 'accepted', body],
    ['tagged as CWT and COSE_Sign1', 'accepted', tagged(body, ...tagBytes.cwt, ...tagBytes.sign1)],
    ['tagged as CWT only', 'cose', tagged(body, ...tagBytes.cwt)],
    ['tagged the wrong way round', 'cose', tagged(body, ...tagBytes.sign1, ...tagBytes.cwt)],
    ['tagged twice', 'cose', tagged(body, ...tagBytes.sign1, ...tagBytes.sign1)],
    ['tagged as COSE_Mac0', 'cbor', tagged(body, 0xd1)],
    ['a byte after the end', 'cbor', Uint8Array.from([...body, 0])],
    ['five parts', 'cose', encode([...parts({}), 1])],
    ['a map', 'cose', encode(new Map([[1, 2]]))],
    ['nested a thousand deep', 'cbor', Uint8Array.from([...new Uint8Array(1_000).fill(0x81), 0])],
    [
      'a length that the bytes do not have',
      'cbor',
      Uint8Array.of(0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
    ],
    ['an array without an end', 'accepted', Uint8Array.from([0x9f, ...body.subarray(1), 0xff])],
    ['a break where none is due', 'cbor', Uint8Array.of(0x81, 0xff)],
    ['a break for a value', 'cbor', Uint8Array.of(0xbf, 1, 0xff)],
  ])('%s: %s', (_, reason, bytes) => {
    expect(verdict(wrap(bytes))).toBe(reason);
  });

  it('refuses a key of a map that comes twice', () => {
    expect(inClaims(Uint8Array.of(0xa2, 4, 1, 4, 2))).toBe('cbor');
  });

  it('refuses a critical header', () => {
    expect(verdict(forge({ header: new Map(signedHeader).set(2, [99]) }))).toBe('cose');
  });
});

describe('key and algorithm', () => {
  const wrong = Uint8Array.of(9);
  it.each<[string, string, Parameters<typeof forge>[0]]>([
    ['key id signed', 'accepted', {}],
    ['key id not signed', 'accepted', { header: without(4), unsigned: new Map([[4, keyId]]) }],
    ['both in neither signed', 'accepted', { header: new Uint8Array(), unsigned: signedHeader }],
    ['signed right, unsigned wrong', 'accepted', { unsigned: new Map([[4, wrong]]) }],
    [
      'signed wrong, unsigned right',
      'unknown-key',
      { header: new Map(signedHeader).set(4, wrong), unsigned: new Map([[4, keyId]]) },
    ],
    ['no key id', 'no-key-id', { header: without(4) }],
    ['a key id that is text', 'no-key-id', { header: new Map(signedHeader).set(4, 'AQIDBAUGBwg') }],
    ['no algorithm', 'algorithm', { header: without(1) }],
    ['ES384', 'algorithm', { header: new Map(signedHeader).set(1, -35) }],
    ['PS256 by a key of ES256', 'algorithm', { header: new Map(signedHeader).set(1, algorithms.ps256) }],
    ['another key’s signature', 'signature', { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }],
  ])('%s: %s', (_, reason, forgery) => {
    expect(verdict(forge(forgery))).toBe(reason);
  });

  it('takes PS256', () => {
    const header = new Map(signedHeader).set(1, algorithms.ps256);
    expect(verdict(forge({ key: ps256, header }), checkWith(listed(ps256)))).toBe('accepted');
  });

  it('tries every key of one id', () => {
    const other = listed(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
    expect(verdict(forge({}), checkWith(other, listed(ps256), listed(es256)))).toBe('accepted');
  });

  it('takes no key that is listed for another kind of code', () => {
    const keys = createKeyRing({ keys: [{ ...listed(es256), content: 'gatehouse' }] });
    expect(verdict(forge({}), { ...checkWith(), keys })).toBe('unknown-key');
  });

  it('takes no key that is weak, broken or of another curve', () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1_024 });
    const spki = (key: typeof weak.publicKey) => key.export({ type: 'spki', format: 'der' }).toString('base64');
    const header = new Map(signedHeader).set(1, algorithms.ps256);
    const listedWeak = { ...listed(ps256), spki: spki(weak.publicKey) };
    expect(verdict(forge({ key: weak.privateKey, header }), checkWith(listedWeak))).toBe('signature');
    expect(verdict(forge({}), checkWith({ ...listed(es256), spki: 'AAAA' }))).toBe('signature');
  });

  it('a signature of another length is refused', () => {
    const [header, unsigned, payload, signature] = parts({});
    if (!(signature instanceof Uint8Array)) throw new Error('no signature');
    expect(verdict(wrap(encode([header, unsigned, payload, signature.subarray(1)])))).toBe('signature');
  });
});

describe('claims', () => {
  const { clockSkewS } = codeLimits;
  it.each<[string, string, Uint8Array]>([
    ['no issuer', 'accepted', encode(new Map([...claimsOf(vaccination)].filter(([key]) => key !== 1)))],
    ['no expiry', 'claims', encode(new Map([...claimsOf(vaccination)].filter(([key]) => key !== 4)))],
    ['no time of issue', 'claims', encode(new Map([...claimsOf(vaccination)].filter(([key]) => key !== 6)))],
    ['expiry in text', 'claims', claim(4, '2030-01-01')],
    ['expiry never', 'claims', claim(4, Number.POSITIVE_INFINITY)],
    ['times with a fraction', 'accepted', claim(6, nowS - 0.5)],
    ['expired within the skew', 'accepted', claim(4, nowS - clockSkewS + 1)],
    ['expired', 'expired', claim(4, nowS - clockSkewS)],
    ['issued ahead within the skew', 'accepted', claim(6, nowS + clockSkewS)],
    ['issued later', 'not-yet-valid', claim(6, nowS + clockSkewS + 1)],
    ['not before later', 'not-yet-valid', claim(5, nowS + clockSkewS + 1)],
    ['no certificate', 'claims', encode(new Map([...claimsOf(vaccination)].filter(([key]) => key !== -260)))],
    ['a certificate of a later form', 'claims', claim(-260, new Map([[2, vaccination]]))],
    ['an array', 'claims', encode([1])],
  ])('%s: %s', (_, reason, payload) => {
    expect(inClaims(payload)).toBe(reason);
  });
});

describe('health certificate', () => {
  const [entry] = vaccination.v;
  it.each<[string, string, object]>([
    ['fields of a newer schema', 'accepted', { newer: 1, ver: '1.4.0' }],
    ['one name of two', 'accepted', { nam: { gnt: 'GABRIELE' } }],
    ['only the year of birth', 'accepted', { dob: '1998' }],
    ['no name', 'schema', { nam: {} }],
    ['no date of birth', 'schema', { dob: undefined }],
    ['nothing certified', 'schema', { v: [] }],
    ['two vaccinations', 'schema', { v: [entry, entry] }],
    ['no dose', 'schema', { v: [{ ...entry, dn: 0 }] }],
    ['a vaccination in a country of two words', 'schema', { v: [{ ...entry, co: 'at 1' }] }],
  ])('%s: %s', (_, reason, change) => {
    const kept = Object.fromEntries(
      Object.entries({ ...vaccination, ...change }).filter(([, value]) => value !== undefined),
    );
    expect(inClaims(encode(claimsOf(kept)))).toBe(reason);
  });

  it('takes a time that its issuer tagged as one', () => {
    const t = { tg: 'a', tt: 'b', sc: '@', tr: 'c', co: 'SE', is: 'd', ci: 'e' };
    const untagged = encode(claimsOf({ ver: '1.3.0', nam: vaccination.nam, dob: '', t: [t] }));
    const at = Buffer.from(untagged).indexOf(encode('@'));
    const time = encode('2026-05-25T08:29:51Z');
    const payload = Buffer.concat([untagged.subarray(0, at), Buffer.of(0xc0), time, untagged.subarray(at + 2)]);
    expect(inClaims(payload)).toBe('accepted');
  });

  it('only a key that may certify it', () => {
    const certifying = (...certifies: HealthStatement[]) => checkWith({ ...listed(es256), certifies });
    expect(verdict(forge({}), certifying('test'))).toBe('key-usage');
    expect(verdict(forge({}), certifying('test', 'vaccination'))).toBe('accepted');
  });
});
