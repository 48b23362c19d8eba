import { DecryptCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import * as z from 'zod';
import { GatehouseError } from '../../domain/errors.ts';
import type { Retry } from './retry.ts';

/**
 * What is encrypted before it is stored, by a key of KMS that only those functions may use that need it: whoever reads
 * the table reads nothing of it. `about` says whose it is; a seal that was moved to somebody else does not open.
 */
export interface Seals {
  /** @param content small: JSON of at most 4 KB. */
  seal(content: unknown, about: string, retry: Retry): Promise<Uint8Array>;
  /** @throws for what this key has not sealed for this. */
  open<Content>(sealed: Uint8Array, about: string, shape: z.ZodType<Content>, retry: Retry): Promise<Content>;
}

/** As it lies in the table. */
export const sealed = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

export function createSeals(kms: KMSClient, keyId: string): Seals {
  const context = (about: string) => ({ KeyId: keyId, EncryptionContext: { about } });
  return {
    async seal(content, about, retry) {
      const command = new EncryptCommand({ ...context(about), Plaintext: Buffer.from(JSON.stringify(content)) });
      const { CiphertextBlob } = await retry(() => kms.send(command));
      if (!CiphertextBlob) throw new GatehouseError('KMS encrypted nothing.');
      return CiphertextBlob;
    },
    async open(content, about, shape, retry) {
      const command = new DecryptCommand({ ...context(about), CiphertextBlob: content });
      const { Plaintext } = await retry(() => kms.send(command));
      if (!Plaintext) throw new GatehouseError('KMS decrypted nothing.');
      return shape.parse(JSON.parse(Buffer.from(Plaintext).toString()));
    },
  };
}
