import { createHash, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { HealthStatement } from '../domain/codes/health-certificate.ts';
import { toKid } from '../domain/codes/key-ring.ts';
import type { ListedKey } from '../domain/codes/platform.ts';
import { UsageError } from '../domain/errors.ts';
import { algorithmOfKey } from './codes.ts';

/** Key ids are the first bytes of a hash: of the certificate for health certificates, of the key for our own. */
const keyIdBytes = 8;

/** Arcs of the extended key usages of health certificates; the second stood in the first drafts. */
const usageArcs = ['1.3.6.1.4.1.1847.2021.1', '1.3.6.1.4.1.0.1847.2021.1'] as const;
const usageOf = { '1': 'test', '2': 'vaccination', '3': 'recovery' } as const satisfies Record<string, HealthStatement>;

/** The entry of a key list for the certificate of a signer of health certificates, DER or PEM. */
export function keyOfCertificate(encoded: Buffer | string): ListedKey {
  const certificate = new X509Certificate(encoded);
  const usages = new Set(certificate.keyUsage ?? []);
  const certifies = Object.entries(usageOf)
    .filter(([last]) => usageArcs.some((arc) => usages.has(`${arc}.${last}`)))
    .map(([, statement]) => statement);
  return {
    kid: keyId(certificate.raw),
    ...signs(certificate.publicKey),
    content: 'hc1',
    ...(certifies.length > 0 && { certifies }),
  };
}

/** The entry of a key list for one of our own keys, public or private. */
export function keyOfPass(key: KeyObject): ListedKey {
  const signed = signs(key.type === 'private' ? createPublicKey(key) : key);
  return { kid: keyId(Buffer.from(signed.spki, 'base64')), ...signed, content: 'gatehouse' };
}

function signs(key: KeyObject): Pick<ListedKey, 'algorithm' | 'spki'> {
  const algorithm = algorithmOfKey(key);
  if (!algorithm)
    throw new UsageError('Codes are signed with P-256 or RSA (2,048 bits and more); this key is neither.');
  return { algorithm, spki: key.export({ type: 'spki', format: 'der' }).toString('base64') };
}

function keyId(bytes: Uint8Array): string {
  return toKid(createHash('sha256').update(bytes).digest().subarray(0, keyIdBytes));
}
