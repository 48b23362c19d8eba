import * as z from 'zod';
import { identityPolicySchema } from '../../policy/document.ts';
import { nameless, resourceType } from '../resource-type.ts';

/** Statements that are attached to roles: their part of the plan is in iam-role.ts. */
export const rolePolicy = resourceType({
  type: 'AWS::IAM::Policy',
  name: nameless,
  identify: (name) => ({ ref: name }),
  schema: z.strictObject({ PolicyDocument: identityPolicySchema, Roles: z.array(z.string()).min(1) }),
});
