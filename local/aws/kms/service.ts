import type { KeyPlan } from '../../template/plan.ts';
import { jsonService } from '../json-service.ts';
import type { AwsService } from '../service.ts';
import { describing } from './describing.ts';
import { encrypting } from './encrypting.ts';
import { createKeyRing } from './keys.ts';
import { signingOperations } from './signing.ts';

/**
 * The KMS keys of a stack; their material lies in `folder`, one file a key, and survives restarts.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html
 * @throws UsageError when a key has a spec that the local runtime does not know.
 */
export function createKeyService({ keys, folder }: { keys: readonly KeyPlan[]; folder: string }): AwsService {
  const ring = createKeyRing(keys, folder);
  return jsonService({
    signingName: 'kms',
    targetPrefix: 'TrentService',
    operations: { ...describing(ring), ...encrypting(ring), ...signingOperations(ring) },
  });
}
