import 'reflect-metadata'; // @peculiar/x509 needs it to be there first.
import type { webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as x509 from '@peculiar/x509';
import { UsageError } from '../../domain/errors.ts';

/** A certificate and its private key, in one file so that the two cannot drift apart. */
export interface KeyedCertificate {
  keyPem: string;
  certificatePem: string;
}

export const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' };
export const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' };

const keyTag = 'PRIVATE KEY';

/** @returns undefined when there is no such file. @throws UsageError when it is damaged or cannot be read. */
export function loadKeyedCertificate(path: string): KeyedCertificate | undefined {
  try {
    const [key, certificate] = x509.PemConverter.decodeWithHeaders(readFileSync(path, 'utf8'));
    if (key?.type !== keyTag || certificate === undefined) throw new SyntaxError('no key and certificate in it');
    return {
      keyPem: x509.PemConverter.encode(key.rawData, keyTag),
      certificatePem: new x509.X509Certificate(certificate.rawData).toString('pem'),
    };
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(
      `The key file ${path} cannot be used (${why}). Move the state folder away to start afresh; gates must then be enrolled again.`,
      { cause },
    );
  }
}

export async function importPrivateKey(pem: string): Promise<webcrypto.CryptoKey> {
  return crypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(pem), keyAlgorithm, false, ['sign']);
}

export async function toPkcs8Pem(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), keyTag);
}
