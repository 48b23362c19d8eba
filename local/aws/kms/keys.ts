import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { KeyPlan } from '../../template/plan.ts';
import { authoriseForKey } from '../authorise.ts';
import { AwsError } from '../aws-error.ts';
import type { Caller } from '../service.ts';
import type { SymmetricKey } from './ciphertext.ts';
import { loadKeyMaterial } from './key-material.ts';

/** A key of the plan with its material. */
export interface Key {
  plan: KeyPlan;
  /** A PEM for a key pair, base64 for a symmetric key. */
  material: string;
}

export interface KeyRing {
  /**
   * Finds a key by id, alias or the ARN of either, and lets the caller do `action` (`Encrypt`) with it.
   * @throws AwsError
   */
  permitted(idOrArn: string, caller: Caller, action: string): Key;
}

export function createKeyRing(keys: readonly KeyPlan[], folder: string): KeyRing {
  const found = new Map<string, Key>();
  for (const plan of keys) {
    const key = { plan, material: loadKeyMaterial(folder, plan) };
    found.set(plan.id, key).set(plan.arn, key);
    for (const alias of plan.aliases) found.set(alias, key).set(aliasArn(plan.arn, alias), key);
  }
  return {
    permitted(idOrArn, caller, action) {
      const key = found.get(idOrArn);
      if (key === undefined) throw new AwsError('NotFoundException', `Key '${idOrArn}' does not exist`);
      authoriseForKey(caller, `kms:${action}`, key.plan.arn, key.plan.policy);
      return key;
    },
  };
}

function aliasArn(keyArn: string, alias: string): string {
  return keyArn.slice(0, keyArn.lastIndexOf(':') + 1) + alias;
}

/** @throws AwsError when the key is no symmetric one. */
export function symmetric({ plan, material }: Key): SymmetricKey {
  if (plan.spec !== 'SYMMETRIC_DEFAULT') throw wrongUsage(plan);
  return { id: plan.id, material: Buffer.from(material, 'base64') };
}

/** @throws AwsError when the key is no key pair for signing. */
export function signing({ plan, material }: Key): KeyObject {
  if (plan.usage !== 'SIGN_VERIFY') throw wrongUsage(plan);
  return createPrivateKey(material);
}

function wrongUsage({ arn, usage }: KeyPlan): AwsError {
  return new AwsError(
    'InvalidKeyUsageException',
    `${arn} key usage is ${usage} which is not valid for this operation.`,
  );
}
