import * as z from 'zod';
import { formatArn } from '../../policy/arn.ts';
import { generatedId } from '../generated-id.ts';
import type { UserPoolPlan } from '../plan.ts';
import { resourceType } from '../resource-type.ts';
import type { Resource, TemplateReader } from '../template-reader.ts';
import { planUserPoolClient, userPoolClient } from './cognito-user-pool-client.ts';
import { userPoolDomain } from './cognito-user-pool-domain.ts';
import { userPoolGroup } from './cognito-user-pool-group.ts';

export const userPool = resourceType({
  type: 'AWS::Cognito::UserPool',
  name: { property: 'UserPoolName', pattern: /^[\w\s+=,.@-]+$/, lengthMax: 128, separator: '-' },
  identify: (name, place) => {
    const id = `${place.region}_${generatedId(name, 9)}`;
    // The issuer of its tokens is on this machine, so that whoever takes it from here finds its keys.
    const issuer = `http://127.0.0.1:${place.httpPort}/${id}`;
    return {
      ref: id,
      arn: formatArn(place, 'cognito-idp', `userpool/${id}`),
      attributes: { UserPoolId: id, ProviderURL: issuer, ProviderName: issuer.replace('http://', '') },
    };
  },
  schema: z.strictObject({
    // Nobody can register here.
    AdminCreateUserConfig: z.strictObject({ AllowAdminCreateUserOnly: z.literal(true) }),
  }),
});

export function planUserPools(reader: TemplateReader): UserPoolPlan[] {
  const clients = byPool(reader, reader.resources(userPoolClient));
  const domains = byPool(reader, reader.resources(userPoolDomain));
  const groups = byPool(reader, reader.resources(userPoolGroup));
  return reader.resources(userPool).map(({ logicalId, name, ref, arn, attributes }) => {
    const [domain] = domains.get(logicalId) ?? [];
    return {
      id: ref,
      name,
      arn,
      issuer: attributes.ProviderURL,
      ...(domain === undefined ? {} : { domain: domain.name }),
      groups: (groups.get(logicalId) ?? []).map((group) => group.name),
      clients: (clients.get(logicalId) ?? []).map((client) => planUserPoolClient(client)),
    };
  });
}

function byPool<One extends Resource<{ UserPoolId: string }>>(reader: TemplateReader, resources: readonly One[]) {
  const grouped = new Map<string, One[]>();
  for (const one of resources) {
    const { UserPoolId } = one.properties;
    const logicalId = reader.find(userPool, { ref: UserPoolId });
    if (logicalId === undefined) one.refuse(['UserPoolId'], `${UserPoolId} is no user pool of this template`);
    else grouped.set(logicalId, [...(grouped.get(logicalId) ?? []), one]);
  }
  return grouped;
}
