import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { UsageError } from '../../../domain/errors.ts';
import type { KeyPlan } from '../../template/plan.ts';
import { readPrivateFile, writePrivateFile } from '../private-file.ts';

/** How the material of a key is made, by its spec: what stands in its file. */
const generators: Record<string, () => string> = {
  SYMMETRIC_DEFAULT: () => randomBytes(32).toString('base64'),
  ECC_NIST_P256: () =>
    generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    }).privateKey,
};

/**
 * Loads the key's material from its file (mode 0600) in `folder`, and makes it the first time.
 * @throws UsageError when the key has a spec that the local runtime does not know.
 */
export function loadKeyMaterial(folder: string, { id, spec }: KeyPlan): string {
  const generate = generators[spec];
  if (generate === undefined)
    throw new UsageError(`KMS key ${id} has the spec ${spec}, which the local runtime does not know.`);
  const path = join(folder, `${id}.${spec}`);
  const known = readPrivateFile(path);
  if (known !== undefined) return known;
  const material = generate();
  writePrivateFile(path, material);
  return material;
}
