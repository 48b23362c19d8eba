import * as z from 'zod';
import type { Certificate, Registry, Thing } from '../../iot/registry.ts';
import { registryLimits } from '../../limits.ts';
import { iotArns, type Place, parseArn } from '../../policy/arn.ts';
import { AwsError } from '../aws-error.ts';

/** What the operations of the registry share: the shapes of names, lookups that answer as AWS, pages. */
export interface IotContext {
  registry: Registry;
  arns: ReturnType<typeof iotArns>;
}

export function createIotContext(registry: Registry, place: Place): IotContext {
  return { registry, arns: iotArns(place) };
}

export const thingName = z.string().regex(/^[a-zA-Z0-9:_-]{1,128}$/, 'a thing name has 1 to 128 of a-z A-Z 0-9 : _ -');
export const certificateId = z.string().regex(/^[0-9a-f]{64}$/, 'a certificate id has 64 hexadecimal digits');
export const principalType = z.enum(['EXCLUSIVE_THING', 'NON_EXCLUSIVE_THING']);

const attributeText = (maxCharacters: number) =>
  z
    .string()
    .max(maxCharacters)
    .regex(/^[a-zA-Z0-9_.,@/:#=[\]-]*$/, 'an attribute has only a-z A-Z 0-9 _ . , @ / : # = [ ] -');

export const attributePayload = z.strictObject({
  attributes: z
    .record(
      attributeText(registryLimits.attributeNameMaxCharacters).min(1),
      attributeText(registryLimits.attributeValueMaxCharacters),
    )
    .default({}),
  merge: z.boolean().default(false),
});

export const pageSize = z.coerce.number().int().min(1).max(registryLimits.pageMax).default(registryLimits.pageDefault);
export const pageRequest = { nextToken: z.string().optional(), maxResults: pageSize };

/** The certificate that a principal's ARN names. */
export function certificateOf({ registry }: IotContext, principalArn: string): Certificate {
  const [kind, id] = parseArn(principalArn)?.resource.split('/') ?? [];
  const found = kind === 'cert' && id !== undefined ? registry.certificate(id) : undefined;
  if (found === undefined) throw notFound(`The principal ${principalArn.slice(0, 200)} does not exist.`);
  return found;
}

export function existingThing({ registry }: IotContext, name: string): Thing {
  const thing = registry.thing(name);
  if (thing === undefined) throw notFound(`Thing ${name} cannot be found.`);
  return thing;
}

export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, { status: 404 });
}

export function invalid(message: string): AwsError {
  return new AwsError('InvalidRequestException', message);
}

/** One page of `items`, which are in the order of `keyOf`; the token names the last key of the page before. */
export function page<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  { nextToken, maxResults }: { nextToken?: string | undefined; maxResults: number },
): { items: T[]; nextToken?: string } {
  const after = nextToken === undefined ? '' : Buffer.from(nextToken, 'base64url').toString('utf8');
  const rest = items.filter((item) => keyOf(item) > after);
  const taken = rest.slice(0, maxResults);
  const last = taken.at(-1);
  if (last === undefined || rest.length <= maxResults) return { items: taken };
  return { items: taken, nextToken: Buffer.from(keyOf(last)).toString('base64url') };
}
