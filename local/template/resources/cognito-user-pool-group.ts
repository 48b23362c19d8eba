import * as z from 'zod';
import { resourceType } from '../resource-type.ts';

/** What a token may say of a person: its part of the plan is in cognito-user-pool.ts. */
export const userPoolGroup = resourceType({
  type: 'AWS::Cognito::UserPoolGroup',
  name: { property: 'GroupName', pattern: /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u, lengthMax: 128, separator: '-' },
  identify: (name) => ({ ref: name }),
  schema: z.strictObject({ UserPoolId: z.string() }),
});
