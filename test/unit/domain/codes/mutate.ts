import { sign } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { encode } from 'cborg';
import { decodeBase45, encodeBase45 } from '../../../../domain/codes/base45.ts';
import { signedBytes } from '../../../../domain/codes/cose.ts';
import { noHashes } from '../../../../domain/codes/hash-list.ts';
import { issuePass } from '../../../../domain/codes/issue.ts';
import { createKeyRing } from '../../../../domain/codes/key-ring.ts';
import { readCode } from '../../../../domain/codes/read.ts';
import type { CodeCheck } from '../../../../domain/codes/verify.ts';
import type { Random } from '../../../../domain/seeded-random.ts';
import { keyOfPass } from '../../../../platform/listed-keys.ts';
import {
  claimsOf,
  es256,
  forge,
  listed,
  nowS,
  parts,
  platform,
  ps256,
  signedHeader,
  vaccination,
  wrap,
} from './forge.ts';

/** Good codes to spoil: a health certificate by each algorithm, and a pass. */
export async function goodCodes(): Promise<string[]> {
  const pass = {
    tokenId: new Uint8Array(8),
    kind: 'courier',
    subject: new Uint8Array(16).fill(7),
    communities: ['xixi', 'lake'],
    singleUse: false,
    medium: 'phone',
    fromS: nowS,
    untilS: nowS + 3_600,
  } as const;
  const signer = {
    keyId: Buffer.from(keyOfPass(es256).kid, 'base64url'),
    sign: async (bytes: Uint8Array) => sign('sha256', bytes, { key: es256, dsaEncoding: 'der' }),
    deflate: (bytes: Uint8Array) => deflateSync(bytes),
  };
  return [
    forge({}),
    forge({ key: ps256, header: new Map(signedHeader).set(1, -37) }),
    await issuePass(pass, nowS, signer),
  ];
}

export const check: CodeCheck = {
  keys: createKeyRing({ keys: [listed(es256), listed(ps256), keyOfPass(es256)] }),
  revocations: noHashes,
  atS: nowS,
};

const prefixLength = 4;
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/**
 * Spoils a code at one of its layers: the text, the packed bytes, the COSE structure. What lies outside the layer is
 * made anew, so that the fault arrives there.
 */
export function mutate(code: string, other: string, random: Random): string {
  const layer = Math.floor(random() * 3);
  if (layer === 0) return spoilText(code, other, random);
  const [packed, otherPacked] = [code, other].map((text) => decodeBase45(text.slice(prefixLength)) ?? new Uint8Array());
  const prefix = code.slice(0, prefixLength);
  if (!packed || !otherPacked) throw new Error('not good');
  if (layer === 1) return prefix + encodeBase45(spoil(packed, otherPacked, random));
  return wrap(spoil(inflateSync(packed), inflateSync(otherPacked), random), prefix);
}

/** A health certificate whose claims are spoiled and then signed by a key that is believed: nothing stops it early. */
export function mutateClaims(random: Random): string {
  const claims = encode(claimsOf(vaccination));
  return wrap(encode(parts({ payload: spoil(claims, claims, random) })));
}

/** What a code's signature covers, or undefined when it cannot be unpacked. */
export function signedPart(code: string): string | undefined {
  const read = readCode(code, platform);
  return typeof read === 'string' ? undefined : Buffer.from(signedBytes(read.sign1)).toString('hex');
}

function spoilText(code: string, other: string, random: Random): string {
  const at = Math.floor(random() * code.length);
  const kind = Math.floor(random() * 4);
  if (kind === 0) return code.slice(0, at);
  if (kind === 1) return code.slice(0, at) + other.slice(at);
  const character = kind === 2 ? alphabet.charAt(random() * alphabet.length) : String.fromCharCode(random() * 0x3000);
  return code.slice(0, at) + character + code.slice(at + 1);
}

/** A flipped bit, an end cut off, a piece of another code, or a piece of the same one twice. */
function spoil(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  const at = Math.floor(random() * bytes.length);
  const kind = Math.floor(random() * 4);
  if (kind === 0) return bytes.subarray(0, at);
  if (kind === 1) return Buffer.concat([bytes.subarray(0, at), other.subarray(at)]);
  if (kind === 2) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.floor(random() * bytes.length))]);
  const flipped = Uint8Array.from(bytes);
  flipped[at] = (flipped[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  return flipped;
}
