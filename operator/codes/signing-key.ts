import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import type { CodeSigner, ListedKey } from '../../domain/codes/platform.ts';
import { UsageError } from '../../domain/errors.ts';
import { keyOfPass } from '../../platform/listed-keys.ts';

/** A key for passes: what signs, and what goes on the key list. */
export interface SigningKey {
  signer: CodeSigner;
  listed: ListedKey;
}

/** @param sign ECDSA on P-256 with SHA-256, in DER. */
export function signingWith(listed: ListedKey, sign: CodeSigner['sign']): SigningKey {
  const deflate = (bytes: Uint8Array) => deflateSync(bytes, { level: 9 });
  return { listed, signer: { keyId: Buffer.from(listed.kid, 'base64url'), sign, deflate } };
}

/**
 * The private key in a PEM file; made, for its owner's eyes only, when there is no such file. A deployment signs with
 * a key in KMS that nobody can read.
 */
export function openSigningKey(path: string): SigningKey {
  const pem = readIfThere(path);
  const key = pem === undefined ? createKeyFile(path) : readKey(pem, path);
  const listed = keyOfPass(key);
  if (listed.algorithm !== 'ES256')
    throw new UsageError(`${path} holds no P-256 key, and passes are signed with ES256.`);
  return signingWith(listed, async (bytes) => sign('sha256', bytes, { key, dsaEncoding: 'der' }));
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function createKeyFile(path: string): KeyObject {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  // 'wx': never over another key, not even one that was made a moment ago.
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  return privateKey;
}

function readKey(pem: string, path: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new UsageError(`${path} holds no private key in PEM; name a file that does not exist to have one made.`);
  }
}
