import * as z from 'zod';
import { formatArn } from '../../policy/arn.ts';
import { resourceType } from '../resource-type.ts';

/** Another name of a key: its part of the plan is in kms-key.ts. */
export const alias = resourceType({
  type: 'AWS::KMS::Alias',
  name: { property: 'AliasName', pattern: /^alias\/[A-Za-z0-9/_-]+$/, lengthMax: 256, separator: '-' },
  identify: (name, place) => ({ ref: name, arn: formatArn(place, 'kms', name) }),
  schema: z.strictObject({ TargetKeyId: z.string() }),
});
