import { createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, SignCommand } from '@aws-sdk/client-kms';
import { UsageError } from '../../domain/errors.ts';
import { keyOfPass } from '../../platform/listed-keys.ts';
import type { Deployment } from '../deployment.ts';
import { type SigningKey, signingWith } from './signing-key.ts';

/** The key in KMS with which a deployment signs passes: the last of its keys. Nobody can read it. */
export async function openKmsKey({ clients, outputs }: Deployment): Promise<SigningKey> {
  const KeyId = outputs.signingKeyIds.split(',').at(-1);
  const { PublicKey } = await clients.kms.send(new GetPublicKeyCommand({ KeyId }));
  if (!PublicKey) throw new UsageError(`KMS gave no public key for ${KeyId}.`);
  const listed = keyOfPass(createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' }));
  return signingWith(listed, async (bytes) => {
    const command = new SignCommand({ KeyId, Message: bytes, MessageType: 'RAW', SigningAlgorithm: 'ECDSA_SHA_256' });
    const { Signature } = await clients.kms.send(command);
    if (!Signature) throw new UsageError(`KMS gave no signature by ${KeyId}.`);
    return Signature;
  });
}
