import * as z from 'zod';
import type { PrincipalType } from '../../iot/registry.ts';
import { registryLimits } from '../../limits.ts';
import { authorise } from '../authorise.ts';
import { AwsError } from '../aws-error.ts';
import { type RestOperation, restOperation } from './rest-operation.ts';
import {
  certificateOf,
  existingThing,
  type IotContext,
  invalid,
  notFound,
  page,
  pageRequest,
  pageSize,
  principalType,
  thingName,
} from './shapes.ts';

const principal = z.string().min(1);

/** https://docs.aws.amazon.com/iot/latest/apireference/API_AttachThingPrincipal.html and its neighbours. */
export function thingPrincipalOperations(context: IotContext): RestOperation[] {
  const { registry, arns } = context;
  const principalsOf = (name: string, type?: PrincipalType) =>
    [...registry.principalsOf(existingThing(context, name).name)]
      .filter(([, attached]) => type === undefined || attached === type)
      .map(([id, thingPrincipalType]) => ({ principal: arns.certificate(id), thingPrincipalType }))
      .sort((a, b) => (a.principal < b.principal ? -1 : 1));

  const attach = restOperation(
    'PUT /things/{thingName}/principals',
    z.strictObject({ thingName, principal, thingPrincipalType: principalType.default('NON_EXCLUSIVE_THING') }),
    async ({ thingName: name, principal: arn, thingPrincipalType }, caller) => {
      authorise(caller, 'iot:AttachThingPrincipal', '*');
      existingThing(context, name);
      const { id } = certificateOf(context, arn);
      const others = [...registry.thingsOf(id)].filter(([thing]) => thing !== name);
      const isExclusive = thingPrincipalType === 'EXCLUSIVE_THING';
      if (others.some(([, type]) => isExclusive || type === 'EXCLUSIVE_THING')) {
        throw invalid('The principal is attached to another thing, and one of the two attachments is exclusive.');
      }
      await registry.attachThing(name, id, thingPrincipalType);
      return {};
    },
  );

  const detach = restOperation(
    'DELETE /things/{thingName}/principals',
    z.strictObject({ thingName, principal }),
    async ({ thingName: name, principal: arn }, caller) => {
      authorise(caller, 'iot:DetachThingPrincipal', '*');
      existingThing(context, name);
      await registry.detachThing(name, certificateOf(context, arn).id);
      return {};
    },
  );

  const list = restOperation(
    'GET /things/{thingName}/principals',
    z.strictObject({ thingName, ...pageRequest }),
    ({ thingName: name, ...request }, caller) => {
      authorise(caller, 'iot:ListThingPrincipals', '*');
      const { items, nextToken } = page(principalsOf(name), (item) => item.principal, request);
      return { principals: items.map((item) => item.principal), nextToken };
    },
  );

  const listWithTypes = restOperation(
    'GET /things/{thingName}/principals-v2',
    z.strictObject({ thingName, ...pageRequest, thingPrincipalType: principalType.optional() }),
    ({ thingName: name, thingPrincipalType, ...request }, caller) => {
      authorise(caller, 'iot:ListThingPrincipalsV2', '*');
      const { items, nextToken } = page(principalsOf(name, thingPrincipalType), (item) => item.principal, request);
      return { thingPrincipalObjects: items, nextToken };
    },
  );

  const listThings = restOperation(
    'GET /principals/things',
    z.strictObject({ principal, ...pageRequest }),
    ({ principal: arn, ...request }, caller) => {
      authorise(caller, 'iot:ListPrincipalThings', '*');
      const names = [...registry.thingsOf(certificateOf(context, arn).id).keys()].sort();
      const { items, nextToken } = page(names, (name) => name, request);
      return { things: items, nextToken };
    },
  );

  return [attach, detach, list, listWithTypes, listThings];
}

/** https://docs.aws.amazon.com/iot/latest/apireference/API_AttachPolicy.html and its neighbours. */
export function policyOperations(context: IotContext, policyNames: ReadonlySet<string>): RestOperation[] {
  const { registry, arns } = context;
  const target = z.string().min(1);
  const policyName = z.string().min(1);

  const attach = restOperation(
    'PUT /target-policies/{policyName}',
    z.strictObject({ policyName, target }),
    async ({ policyName: name, target: arn }, caller) => {
      authorise(caller, 'iot:AttachPolicy', arn);
      if (!policyNames.has(name)) throw notFound(`Policy ${name} cannot be found.`);
      const { id } = certificateOf(context, arn);
      const attached = registry.policiesOf(id);
      if (!attached.has(name) && attached.size >= registryLimits.policiesPerPrincipal) {
        throw new AwsError('LimitExceededException', 'The principal has too many policies.', { status: 410 });
      }
      await registry.attachPolicy(name, id);
      return {};
    },
  );

  const detach = restOperation(
    'POST /target-policies/{policyName}',
    z.strictObject({ policyName, target }),
    async ({ policyName: name, target: arn }, caller) => {
      authorise(caller, 'iot:DetachPolicy', arn);
      await registry.detachPolicy(name, certificateOf(context, arn).id);
      return {};
    },
  );

  const list = restOperation(
    'POST /attached-policies/{target}',
    z.strictObject({
      target,
      recursive: z.stringbool().optional(),
      marker: z.string().optional(),
      pageSize,
    }),
    ({ target: arn, marker, pageSize: maxResults }, caller) => {
      authorise(caller, 'iot:ListAttachedPolicies', arn);
      const names = [...registry.policiesOf(certificateOf(context, arn).id)].sort();
      const { items, nextToken } = page(names, (name) => name, { nextToken: marker, maxResults });
      const policies = items.map((name) => ({ policyName: name, policyArn: arns.policy(name) }));
      return { policies, nextMarker: nextToken };
    },
  );

  return [attach, detach, list];
}
