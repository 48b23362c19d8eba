import { createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { derToRaw } from '../../domain/codes/der.ts';
import { GatehouseError } from '../../domain/errors.ts';
import type { Retry } from './retry.ts';

/** The key by which push services know us (VAPID, RFC 8292): on P-256, in KMS, where nobody can read it. */
export interface PushKey {
  /** The uncompressed point, base64url: what a page subscribes with. */
  publicKey(retry: Retry): Promise<string>;
  /** r‖s, as a JWT wants it. */
  sign(bytes: Uint8Array, retry: Retry): Promise<Uint8Array>;
}

/** Of an uncompressed point on P-256, in front of its two coordinates. */
const uncompressed = Buffer.of(4);

export function createPushKey(kms: KMSClient, keyId: string): PushKey {
  let known: string | undefined;
  return {
    async publicKey(retry) {
      known ??= await readPublicKey(kms, keyId, retry);
      return known;
    },
    async sign(bytes, retry) {
      const how = { KeyId: keyId, MessageType: 'RAW', SigningAlgorithm: 'ECDSA_SHA_256' } as const;
      const { Signature } = await retry(() => kms.send(new SignCommand({ ...how, Message: bytes })));
      const raw = Signature && derToRaw(Signature);
      if (!raw) throw new GatehouseError('KMS gave no signature.');
      return raw;
    },
  };
}

async function readPublicKey(kms: KMSClient, keyId: string, retry: Retry): Promise<string> {
  const { PublicKey } = await retry(() => kms.send(new GetPublicKeyCommand({ KeyId: keyId })));
  if (!PublicKey) throw new GatehouseError('KMS gave no public key.');
  const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const point = Buffer.concat([uncompressed, Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return point.toString('base64url');
}
