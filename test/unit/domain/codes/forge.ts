import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { encode } from 'cborg';
import { encodeBase45 } from '../../../../domain/codes/base45.ts';
import { noHashes } from '../../../../domain/codes/hash-list.ts';
import { createKeyRing, toKid } from '../../../../domain/codes/key-ring.ts';
import type { ListedKey } from '../../../../domain/codes/platform.ts';
import { type CodeCheck, type CodeResult, verifyCode } from '../../../../domain/codes/verify.ts';
import { createCodePlatform } from '../../../../platform/codes.ts';
import { keyOfPass } from '../../../../platform/listed-keys.ts';

/** Codes of any shape, made from the inside out with the libraries alone: what an issuer or a forger could make. */

export const platform = createCodePlatform();
export const nowS = Date.parse('2026-11-24T09:00:00Z') / 1_000;
export const keyId = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]);

export const es256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
export const ps256 = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;

/** The keys above, as listed for health certificates under the one key id. */
export function listed(key: KeyObject): ListedKey {
  return { ...keyOfPass(key), kid: toKid(keyId), content: 'hc1' };
}

export function checkWith(...keys: ListedKey[]): CodeCheck {
  return { keys: createKeyRing({ keys }), revocations: noHashes, atS: nowS };
}

export const vaccination = {
  ver: '1.3.0',
  nam: { fnt: 'MUSTERFRAU', gnt: 'GABRIELE' },
  dob: '1998-02-26',
  v: [
    {
      tg: 'a',
      vp: 'b',
      mp: 'c',
      ma: 'd',
      dn: 1,
      sd: 2,
      dt: '2026-02-18',
      co: 'AT',
      is: 'Ministry',
      ci: 'URN:UVCI:01:AT:1',
    },
  ],
};

export const claimsOf = (certificate: unknown): Map<number, unknown> =>
  new Map<number, unknown>([
    [1, 'AT'],
    [4, nowS + 3_600],
    [6, nowS - 3_600],
    [-260, new Map([[1, certificate]])],
  ]);

export const algorithms = { es256: -7, ps256: -37 } as const;
export const signedHeader = new Map<number, unknown>([
  [1, algorithms.es256],
  [4, keyId],
]);

export interface Forgery {
  key?: KeyObject;
  header?: Map<number, unknown> | Uint8Array;
  unsigned?: Map<number, unknown>;
  payload?: Uint8Array;
}

/** The four parts of a COSE_Sign1, signed as they are. */
export function parts({ key = es256, header = signedHeader, unsigned = new Map(), payload }: Forgery): unknown[] {
  const signed = header instanceof Uint8Array ? header : encode(header);
  const body = payload ?? encode(claimsOf(vaccination));
  const bytes = encode(['Signature1', signed, new Uint8Array(), body]);
  const signature =
    key.asymmetricKeyType === 'ec'
      ? sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' })
      : sign('sha256', bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
  return [signed, unsigned, body, new Uint8Array(signature)];
}

export function tagged(item: Uint8Array, ...tags: number[]): Uint8Array {
  return Uint8Array.from([...tags, ...item]);
}
export const tagBytes = { sign1: [0xd2], cwt: [0xd8, 0x3d] } as const;

/** zlib, base45 and prefix around any bytes. */
export function wrap(bytes: Uint8Array, prefix = 'HC1:'): string {
  return prefix + encodeBase45(deflateSync(bytes));
}

export function forge(forgery: Forgery): string {
  return wrap(tagged(encode(parts(forgery)), ...tagBytes.sign1));
}

export function verdict(text: string, check: CodeCheck = checkWith(listed(es256))): string {
  const result: CodeResult = verifyCode(text, check, platform);
  return result.accepted ? 'accepted' : result.reason;
}
