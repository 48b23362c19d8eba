import * as z from 'zod';
import { resourceType } from '../resource-type.ts';

/** Gives a pool its sign-in pages: its part of the plan is in cognito-user-pool.ts. */
export const userPoolDomain = resourceType({
  type: 'AWS::Cognito::UserPoolDomain',
  name: { property: 'Domain', pattern: /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, lengthMax: 63, separator: '-' },
  identify: (name) => ({ ref: name }),
  schema: z.strictObject({ UserPoolId: z.string() }),
});
