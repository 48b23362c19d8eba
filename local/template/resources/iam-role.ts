import * as z from 'zod';
import { trustPolicySchema } from '../../policy/document.ts';
import { evaluate } from '../../policy/evaluate.ts';
import type { PolicyStatement, RolePlan } from '../plan.ts';
import { namedBy, resourceType } from '../resource-type.ts';
import type { TemplateReader } from '../template-reader.ts';
import { rolePolicy } from './iam-policy.ts';

export const role = resourceType({
  type: 'AWS::IAM::Role',
  name: namedBy('RoleName', 64),
  // IAM is global: its ARNs name no region.
  identify: (name, place) => ({ ref: name, arn: `arn:${place.partition}:iam::${place.account}:role/${name}` }),
  schema: z.strictObject({ AssumeRolePolicyDocument: trustPolicySchema }),
});

/** The roles, each with the statements of all policies that are attached to it. */
export function planRoles(reader: TemplateReader): RolePlan[] {
  const attached = new Map<string, PolicyStatement[]>();
  for (const { properties, refuse } of reader.resources(rolePolicy)) {
    for (const [index, name] of properties.Roles.entries()) {
      const logicalId = reader.find(role, { ref: name });
      if (logicalId === undefined) refuse(['Roles', index], `${name} is no role of this template`);
      else attached.set(logicalId, [...(attached.get(logicalId) ?? []), ...properties.PolicyDocument]);
    }
  }
  return reader.resources(role).map(({ logicalId, name, arn, properties }) => ({
    logicalId,
    name,
    arn,
    trust: properties.AssumeRolePolicyDocument,
    statements: attached.get(logicalId) ?? [],
  }));
}

/**
 * Why a service may not take on the role that a resource gives it, in words; undefined when it may.
 * @param source what the service would act for, where it says so: the condition keys of a trust policy.
 */
export function whyNotAssumed(
  reader: TemplateReader,
  roles: readonly RolePlan[],
  asked: { roleArn: string; service: string; source: Readonly<Record<string, string>> },
): string | undefined {
  if (reader.find(role, { arn: asked.roleArn }) === undefined) return `${asked.roleArn} is no role of this template`;
  const plan = roles.find(({ arn }) => arn === asked.roleArn);
  // Its own problems are reported; what it trusts is not known.
  if (plan === undefined) return undefined;
  const request = { action: 'sts:AssumeRole', resource: '*', principal: { service: asked.service } };
  if (evaluate(plan.trust, { ...request, context: asked.source }) === 'allowed') return undefined;
  return `the role ${plan.name} does not let ${asked.service} take it on`;
}
