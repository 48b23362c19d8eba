// Goal: Gatehouse's own passes say who may come in where, for a bounded time, signed by our keys only.
// Method: passes issued through the port with keys of the test, and codes that no issuer of ours would make.
import { generateKeyPairSync, sign } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { encode } from 'cborg';
import { describe, expect, it } from 'vitest';
import { noHashes } from '../../../../domain/codes/hash-list.ts';
import { issuePass } from '../../../../domain/codes/issue.ts';
import { createKeyRing } from '../../../../domain/codes/key-ring.ts';
import { encodeOwnPass, type OwnPass, passKinds } from '../../../../domain/codes/own-pass.ts';
import type { CodeSigner } from '../../../../domain/codes/platform.ts';
import { type CodeCheck, verifyCode } from '../../../../domain/codes/verify.ts';
import { codeLimits } from '../../../../domain/limits/codes.ts';
import { keyOfPass } from '../../../../platform/listed-keys.ts';
import { claimsOf, es256, nowS, parts, platform, vaccination, wrap } from './forge.ts';

const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const [oldKey, currentKey] = [newKey(), newKey()];

function signer(key: typeof oldKey): CodeSigner {
  return {
    keyId: Buffer.from(keyOfPass(key).kid, 'base64url'),
    sign: async (bytes) => sign('sha256', bytes, { key, dsaEncoding: 'der' }),
    deflate: (bytes) => deflateSync(bytes),
  };
}

const pass: OwnPass = {
  tokenId: Buffer.alloc(8, 1),
  kind: 'visitor',
  subject: Buffer.alloc(16, 2),
  communities: ['xixi'],
  singleUse: true,
  medium: 'phone',
  fromS: nowS,
  untilS: nowS + 3_600,
};

const check: CodeCheck = {
  keys: createKeyRing({ keys: [keyOfPass(oldKey), keyOfPass(currentKey)] }),
  revocations: noHashes,
  atS: nowS,
  community: 'xixi',
};

async function verdict(change: Partial<OwnPass>, at: Partial<CodeCheck> = {}): Promise<string> {
  const code = await issuePass({ ...pass, ...change }, nowS, signer(currentKey));
  const result = verifyCode(code, { ...check, ...at }, platform);
  return result.accepted ? 'accepted' : result.reason;
}

it.each(passKinds)('a %s comes back as issued', async (kind) => {
  const code = await issuePass({ ...pass, kind }, nowS, signer(currentKey));
  const result = verifyCode(code, check, platform);
  expect(result).toMatchObject({ accepted: true, code: { id: '0101010101010101', issuedAtS: nowS } });
  if (!result.accepted || result.code.content !== 'gatehouse') throw new Error('not accepted');
  const { tokenId, subject, ...rest } = result.code.pass;
  expect(rest).toEqual({ ...rest, kind, communities: ['xixi'], singleUse: true, medium: 'phone', fromS: nowS });
  expect(Buffer.from(tokenId).equals(pass.tokenId) && Buffer.from(subject).equals(pass.subject)).toBe(true);
});

it('two keys are valid at once, and one that is off the list is not', async () => {
  const codes = await Promise.all([oldKey, currentKey].map((key) => issuePass(pass, nowS, signer(key))));
  for (const code of codes) expect(verifyCode(code, check, platform).accepted).toBe(true);
  const keys = createKeyRing({ keys: [keyOfPass(currentKey)] });
  const results = codes.map((code) => verifyCode(code, { ...check, keys }, platform));
  expect(results).toMatchObject([{ accepted: false, reason: 'unknown-key' }, { accepted: true }]);
});

describe('time and place', () => {
  it.each<[string, string, Partial<OwnPass>, Partial<CodeCheck>?]>([
    ['from later', 'not-yet-valid', { fromS: nowS + 600 }],
    ['until earlier', 'expired', { fromS: nowS - 7_200, untilS: nowS - 600 }],
    ['24 hours on a phone', 'accepted', { untilS: nowS + codeLimits.phonePassSMax }],
    ['a second more', 'lasts-too-long', { untilS: nowS + codeLimits.phonePassSMax + 1 }],
    ['a month on a card', 'accepted', { medium: 'card', untilS: nowS + 30 * 86_400 }],
    ['two years on a card', 'lasts-too-long', { medium: 'card', untilS: nowS + 731 * 86_400 }],
    ['another community', 'other-community', { communities: ['lake', 'xixi-2'] }],
    ['no community asked for', 'accepted', { communities: ['lake'] }, { community: undefined as never }],
  ])('%s: %s', async (_, reason, change, at = {}) => {
    expect(await verdict(change, at)).toBe(reason);
  });
});

describe('refuses what no issuer of ours makes', () => {
  const ours = { ...check, keys: createKeyRing({ keys: [keyOfPass(es256)] }) };
  const header = new Map<number, unknown>([
    [1, -7],
    [4, Buffer.from(keyOfPass(es256).kid, 'base64url')],
  ]);
  const signed = (payload: Uint8Array) => {
    const result = verifyCode(wrap(encode(parts({ header, payload })), 'GH1:'), ours, platform);
    return result.accepted ? 'accepted' : result.reason;
  };

  it.each<[string, string, Partial<OwnPass>]>([
    ['nothing wrong', 'accepted', {}],
    ['no community', 'schema', { communities: [] }],
    ['too many communities', 'schema', { communities: new Array(9).fill('a') }],
    ['a community that is no id', 'schema', { communities: ['Xi xi'] }],
    ['a short subject', 'schema', { subject: Buffer.alloc(4) }],
    ['a short id', 'schema', { tokenId: Buffer.alloc(4) }],
    ['a kind of a later version', 'schema', { kind: 'king' as never }],
  ])('%s: %s', (_, reason, change) => {
    expect(signed(encodeOwnPass({ ...pass, ...change }, nowS))).toBe(reason);
  });

  it('a health certificate signed with our key', () => {
    expect(signed(encode(claimsOf(vaccination)))).toBe('claims');
  });
});

it('a signer that gives no signature is found out', async () => {
  const broken = { ...signer(currentKey), sign: async () => new Uint8Array(64) };
  await expect(issuePass(pass, nowS, broken)).rejects.toThrow('no ECDSA signature');
});
