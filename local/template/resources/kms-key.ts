import { createHash } from 'node:crypto';
import * as z from 'zod';
import { formatArn } from '../../policy/arn.ts';
import { resourcePolicySchema } from '../../policy/document.ts';
import type { KeyPlan } from '../plan.ts';
import { nameless, resourceType } from '../resource-type.ts';
import type { TemplateReader } from '../template-reader.ts';
import { alias } from './kms-alias.ts';

export const key = resourceType({
  type: 'AWS::KMS::Key',
  name: nameless,
  identify: (name, place) => {
    const id = keyId(name);
    return { ref: id, arn: formatArn(place, 'kms', `key/${id}`) };
  },
  schema: z.strictObject({
    KeyPolicy: resourcePolicySchema,
    KeySpec: z.string().default('SYMMETRIC_DEFAULT'),
    KeyUsage: z.string().default('ENCRYPT_DECRYPT'),
  }),
});

/** The id of a key has the form of a UUID; here it always comes out the same for the same key. */
function keyId(name: string): string {
  const digits = createHash('sha256').update(name).digest('hex');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

export function planKeys(reader: TemplateReader): KeyPlan[] {
  const aliases = new Map<string, string[]>();
  for (const { name, properties, refuse } of reader.resources(alias)) {
    const { TargetKeyId: id } = properties;
    const logicalId = reader.find(key, { ref: id }) ?? reader.find(key, { arn: id });
    if (logicalId === undefined) refuse(['TargetKeyId'], `${id} is no key of this template`);
    else aliases.set(logicalId, [...(aliases.get(logicalId) ?? []), name]);
  }
  return reader.resources(key).map(({ logicalId, ref, arn, properties }) => ({
    logicalId,
    id: ref,
    arn,
    aliases: aliases.get(logicalId) ?? [],
    spec: properties.KeySpec,
    usage: properties.KeyUsage,
    policy: properties.KeyPolicy,
  }));
}
