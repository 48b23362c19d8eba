import { createPublicKey } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { issuePass } from '../../domain/codes/issue.ts';
import type { OwnPass } from '../../domain/codes/own-pass.ts';
import { GatehouseError } from '../../domain/errors.ts';
import { keyOfPass } from '../../platform/listed-keys.ts';
import type { Retry } from '../shared/retry.ts';

/** A pass as the text of a QR code, signed in KMS by the newest key. */
export type SignPass = (pass: OwnPass, issuedAtS: number, retry: Retry) => Promise<string>;

export function createSignPass(kms: KMSClient, keyId: string): SignPass {
  let kid: Uint8Array | undefined;
  const readKid = async (retry: Retry) => {
    const { PublicKey } = await retry(() => kms.send(new GetPublicKeyCommand({ KeyId: keyId })));
    if (!PublicKey) throw new GatehouseError('KMS gave no public key.');
    const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
    return Buffer.from(keyOfPass(key).kid, 'base64url');
  };
  return async (pass, issuedAtS, retry) => {
    kid ??= await readKid(retry);
    return issuePass(pass, issuedAtS, {
      keyId: kid,
      deflate: (bytes) => deflateSync(bytes, { level: 9 }),
      async sign(bytes) {
        const how = { MessageType: 'RAW', SigningAlgorithm: 'ECDSA_SHA_256' } as const;
        const { Signature } = await retry(() => kms.send(new SignCommand({ KeyId: keyId, Message: bytes, ...how })));
        if (!Signature) throw new GatehouseError('KMS gave no signature.');
        return Signature;
      },
    });
  };
}
