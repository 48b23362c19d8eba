import { hash } from 'node:crypto';
import type { CodePlatform, CodeSigner } from '../../domain/codes/platform.ts';
import type { KeyList } from '../../domain/messages/lists.ts';
import { createCodePlatform } from '../../platform/codes.ts';

/*
 * NO CRYPTOGRAPHY: a stand-in for signatures in virtual time. ECDSA draws a new number for each signature, and no run would
 * be like the one before. Here everybody who reads this file can sign: what codes refuse is proved elsewhere, with real
 * signatures.
 */

const { sha256 } = createCodePlatform();

const kid = 'c3RhbmQtaW4';
/** On the list of keys as any other. */
export const standInKey: KeyList['keys'][number] = {
  kid,
  algorithm: 'ES256',
  spki: Buffer.from('stand-in').toString('base64'),
  content: 'gatehouse',
};

export const standInPlatform: CodePlatform = {
  inflate: (packed) => packed,
  verifySignature: (_key, bytes, signature) => Buffer.compare(rawSignature(bytes), signature) === 0,
  sha256,
};

export const standInSigner: CodeSigner = {
  keyId: Buffer.from(kid, 'base64url'),
  sign: async (bytes) => toDer(rawSignature(bytes)),
  deflate: (bytes) => bytes,
};

/** 64 bytes, as r‖s; the first bits are such that DER needs no padding. */
function rawSignature(bytes: Uint8Array): Buffer {
  const signature = hash('sha512', bytes, 'buffer');
  for (const first of [0, 32]) signature[first] = ((signature[first] ?? 0) & 0x7f) | 0x40;
  return signature;
}

/** SEQUENCE of two INTEGERs of 32 bytes. */
function toDer(raw: Buffer): Buffer {
  const integer = (bytes: Buffer) => Buffer.concat([Buffer.from([0x02, bytes.length]), bytes]);
  const both = Buffer.concat([integer(raw.subarray(0, 32)), integer(raw.subarray(32))]);
  return Buffer.concat([Buffer.from([0x30, both.length]), both]);
}
