import { createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { ListedKey } from '../../domain/codes/platform.ts';
import { GatehouseError } from '../../domain/errors.ts';
import { keyOfPass } from '../../platform/listed-keys.ts';
import type { Retry } from '../shared/retry.ts';
import { allSettled } from '../shared/settled.ts';

/** The public halves of the keys that passes are signed with. */
export type SigningKeys = (retry: Retry) => Promise<ListedKey[]>;

/** @param keyIds in KMS. A key pair never changes, so each is asked for once. */
export function createSigningKeys(client: KMSClient, keyIds: readonly string[]): SigningKeys {
  const known = new Map<string, ListedKey>();

  async function find(KeyId: string, retry: Retry): Promise<ListedKey> {
    const held = known.get(KeyId);
    if (held) return held;
    const { PublicKey } = await retry(() => client.send(new GetPublicKeyCommand({ KeyId })));
    if (!PublicKey) throw new GatehouseError(`KMS gave no public key for ${KeyId}.`);
    const listed = keyOfPass(createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' }));
    known.set(KeyId, listed);
    return listed;
  }

  return (retry) => allSettled(keyIds.map((keyId) => find(keyId, retry)));
}
