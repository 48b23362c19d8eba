import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { UsageError } from '../../../domain/errors.ts';
import type { KeyPlan } from '../../template/plan.ts';
import { readPrivateFile, writePrivateFile } from '../private-file.ts';

const symmetricBytes = 32;

/** How the material of a key is made, by its spec: what stands in its file; and whether that is what it should be. */
const specs: Record<string, { generate(): string; isSound(material: string): boolean }> = {
  SYMMETRIC_DEFAULT: {
    generate: () => randomBytes(symmetricBytes).toString('base64'),
    isSound: (material) => Buffer.from(material, 'base64').length === symmetricBytes,
  },
  ECC_NIST_P256: {
    generate: () =>
      generateKeyPairSync('ec', {
        namedCurve: 'P-256',
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
        publicKeyEncoding: { type: 'spki', format: 'pem' },
      }).privateKey,
    isSound: isPrivateKey,
  },
};

function isPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyDetails?.namedCurve === 'prime256v1';
  } catch {
    return false;
  }
}

/**
 * Loads the key's material from its file (mode 0600) in `folder`, and makes it the first time.
 * @throws UsageError when the file is damaged, or the key has a spec that the local runtime does not know.
 */
export function loadKeyMaterial(folder: string, { id, spec }: KeyPlan): string {
  const known = specs[spec];
  if (known === undefined)
    throw new UsageError(`KMS key ${id} has the spec ${spec}, which the local runtime does not know.`);
  const path = join(folder, `${id}.${spec}`);
  const kept = readPrivateFile(path);
  if (kept !== undefined) {
    if (known.isSound(kept)) return kept;
    throw new UsageError(
      `The key in ${path} cannot be read. Restore the file; without it, what was encrypted with it is lost.`,
    );
  }
  const material = known.generate();
  writePrivateFile(path, material);
  return material;
}
