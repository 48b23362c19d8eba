import * as z from 'zod';
import { iotArns } from '../../policy/arn.ts';
import { identityPolicySchema } from '../../policy/document.ts';
import type { IotPolicyPlan } from '../plan.ts';
import { namedBy, resourceType } from '../resource-type.ts';
import type { TemplateReader } from '../template-reader.ts';

export const iotPolicy = resourceType({
  type: 'AWS::IoT::Policy',
  name: namedBy('PolicyName', 128),
  identify: (name, place) => ({ ref: name, arn: iotArns(place).policy(name) }),
  schema: z.strictObject({ PolicyDocument: identityPolicySchema }),
});

export function planIotPolicies(reader: TemplateReader): IotPolicyPlan[] {
  return reader.resources(iotPolicy).map(({ name, properties }) => ({ name, statements: properties.PolicyDocument }));
}
