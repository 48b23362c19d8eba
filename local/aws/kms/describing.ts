import * as z from 'zod';
import { type JsonOperation, jsonOperation } from '../json-service.ts';
import type { KeyRing } from './keys.ts';

export function describing(ring: KeyRing): Record<string, JsonOperation> {
  return {
    DescribeKey: jsonOperation(z.strictObject({ KeyId: z.string() }), ({ KeyId }, caller) => {
      const { plan } = ring.permitted(KeyId, caller, 'DescribeKey');
      const [, , , , account = ''] = plan.arn.split(':');
      return {
        KeyMetadata: {
          AWSAccountId: account,
          Arn: plan.arn,
          Enabled: true,
          KeyId: plan.id,
          KeyManager: 'CUSTOMER',
          KeySpec: plan.spec,
          KeyState: 'Enabled',
          KeyUsage: plan.usage,
          Origin: 'AWS_KMS',
        },
      };
    }),
  };
}
