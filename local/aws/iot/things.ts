import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Thing } from '../../iot/registry.ts';
import { registryLimits } from '../../limits.ts';
import { authorise } from '../authorise.ts';
import { AwsError } from '../aws-error.ts';
import { type RestOperation, restOperation } from './rest-operation.ts';
import { attributePayload, existingThing, type IotContext, invalid, page, pageRequest, thingName } from './shapes.ts';

/** https://docs.aws.amazon.com/iot/latest/apireference/API_CreateThing.html and its neighbours. */
export function thingOperations(context: IotContext): RestOperation[] {
  const { registry, arns } = context;
  const summary = ({ name, id }: Thing) => ({ thingName: name, thingArn: arns.thing(name), thingId: id });

  const createThing = restOperation(
    'POST /things/{thingName}',
    z.strictObject({ thingName, attributePayload: attributePayload.optional() }),
    async ({ thingName: name, attributePayload: { attributes = {} } = {} }, caller) => {
      authorise(caller, 'iot:CreateThing', arns.thing(name));
      const known = registry.thing(name);
      if (known !== undefined) {
        if (isSame(known.attributes, attributes)) return summary(known);
        throw new AwsError('ResourceAlreadyExistsException', `Thing ${name} already exists with other attributes.`, {
          status: 409,
        });
      }
      if (registry.thingCount() >= registryLimits.thingsMax) throw limitExceeded('things');
      const thing = { name, id: randomUUID(), attributes: bounded(attributes), version: 1 };
      await registry.putThing(thing);
      return summary(thing);
    },
  );

  const updateThing = restOperation(
    'PATCH /things/{thingName}',
    z.strictObject({
      thingName,
      attributePayload: attributePayload.optional(),
      expectedVersion: z.number().int().optional(),
    }),
    async ({ thingName: name, attributePayload: payload, expectedVersion }, caller) => {
      authorise(caller, 'iot:UpdateThing', arns.thing(name));
      const thing = existingThing(context, name);
      if (expectedVersion !== undefined && expectedVersion !== thing.version) {
        throw new AwsError('VersionConflictException', `Thing ${name} has version ${thing.version}.`, { status: 409 });
      }
      const merged = payload?.merge ? { ...thing.attributes, ...payload.attributes } : payload?.attributes;
      const attributes = merged === undefined ? thing.attributes : withoutEmpty(merged);
      await registry.putThing({ ...thing, attributes: bounded(attributes), version: thing.version + 1 });
      return {};
    },
  );

  const describeThing = restOperation('GET /things/{thingName}', z.strictObject({ thingName }), (input, caller) => {
    authorise(caller, 'iot:DescribeThing', arns.thing(input.thingName));
    const thing = existingThing(context, input.thingName);
    const { name, attributes, version } = thing;
    return { ...summary(thing), defaultClientId: name, attributes, version };
  });

  const listThings = restOperation(
    'GET /things',
    z.strictObject({ ...pageRequest, attributeName: z.string().optional(), attributeValue: z.string().optional() }),
    ({ attributeName, attributeValue, ...request }, caller) => {
      authorise(caller, 'iot:ListThings', '*');
      if (attributeValue !== undefined && attributeName === undefined) throw invalid('attributeValue: of which name?');
      const wanted = registry
        .things()
        .filter(({ attributes }) => attributeName === undefined || attributes[attributeName] === attributeValue);
      const { items, nextToken } = page(wanted, ({ name }) => name, request);
      const things = items.map(({ name, attributes, version }) => {
        return { thingName: name, thingArn: arns.thing(name), attributes, version };
      });
      return { things, nextToken };
    },
  );

  const deleteThing = restOperation(
    'DELETE /things/{thingName}',
    z.strictObject({ thingName }),
    async ({ thingName: name }, caller) => {
      authorise(caller, 'iot:DeleteThing', arns.thing(name));
      if (registry.principalsOf(name).size > 0) throw invalid(`Thing ${name} still has principals attached.`);
      await registry.deleteThing(name);
      return {};
    },
  );

  return [createThing, updateThing, describeThing, listThings, deleteThing];
}

function isSame(a: Record<string, string>, b: Record<string, string>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

function withoutEmpty(attributes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
}

function bounded(attributes: Record<string, string>): Record<string, string> {
  if (Object.keys(attributes).length > registryLimits.attributesPerThing) throw limitExceeded('attributes of a thing');
  return attributes;
}

function limitExceeded(what: string): AwsError {
  return new AwsError('LimitExceededException', `There are too many ${what}.`, { status: 410 });
}
