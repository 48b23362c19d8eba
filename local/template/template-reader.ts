import type * as z from 'zod';
import { identify, type Named, pseudoParameters } from './identities.ts';
import { type Resolution, resolveIntrinsics, type Scope } from './intrinsics.ts';
import { noLocalMeaning } from './no-local-meaning.ts';
import { parseKnown } from './parse.ts';
import { type Path, type Problems, type Report, writePath } from './problems.ts';
import type { Identity, ResourceType, StackPlace } from './resource-type.ts';
import { type TemplateDocument, type WrittenResource, whereIs } from './template-document.ts';

export interface Resource<Properties> {
  logicalId: string;
  name: string;
  properties: Properties;
  /** Reports that a property means nothing that could be run. */
  refuse(path: Path, message: string): void;
}

/** What the files in `resources/` make their part of the plan from. */
export interface TemplateReader {
  readonly place: StackPlace;
  /** All resources of a type whose properties are sound; the others are reported. To be called once for each type. */
  resources<Schema extends z.ZodType, Id extends Identity>(
    type: ResourceType<Schema, Id>,
  ): (Resource<z.output<Schema>> & Id)[];
  /** The logical id of the resource of this type with this `Ref` or this ARN, whichever the property takes on AWS. */
  find(type: ResourceType, by: { ref: string } | { arn: string }): string | undefined;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Resolves all intrinsics of a template, for which it first names every resource. */
export function createTemplateReader(
  document: TemplateDocument,
  knownTypes: readonly ResourceType[],
  stack: { name: string; place: StackPlace },
  problems: Problems,
): TemplateReader {
  const reportOn = (logicalId: string, typeName: string) => {
    return { problems, where: whereIs(stack.name, logicalId, typeName) };
  };
  const named = nameResources(document.resources, knownTypes, stack, reportOn);
  const scope = scopeOf(named, stack.place);
  const outputs = resolveOutputs(document.outputs, scope, (name) => reportOn(name, 'output'));
  return {
    place: stack.place,
    outputs,
    resources: (type) =>
      [...named.values()].flatMap((resource) => {
        if (resource.typeName !== type.type) return [];
        const report = reportOn(resource.logicalId, type.type);
        const properties = parseProperties(type, resolveIntrinsics(resource.properties, scope, report), report);
        if (properties === undefined) return [];
        const { logicalId, name } = resource;
        const refuse = (path: Path, message: string) => {
          problems.add(report.where, `property ${writePath(path)}: ${message}`);
        };
        return [{ ...type.identify(name, stack.place), logicalId, name, properties, refuse }];
      }),
    find: ({ type }, by) => {
      const isMeant = ({ typeName, ref, arn }: Named & WrittenResource) =>
        typeName === type && ('ref' in by ? ref === by.ref : arn === by.arn);
      return [...named.values()].find(isMeant)?.logicalId;
    },
  };
}

/** Names every resource of a known type, and reports the others, and names that are given twice. */
function nameResources(
  resources: readonly WrittenResource[],
  knownTypes: readonly ResourceType[],
  stack: { name: string; place: StackPlace },
  reportOn: (logicalId: string, typeName: string) => Report,
): Map<string, Named & WrittenResource> {
  const known = new Map(knownTypes.map((type) => [type.type, type]));
  const named = new Map<string, Named & WrittenResource>();
  for (const resource of resources) {
    const type = known.get(resource.typeName);
    const report = reportOn(resource.logicalId, resource.typeName);
    if (type === undefined) {
      report.problems.add(report.where, `type ${resource.typeName} is not known to the local runtime`);
      continue;
    }
    const identity = identify({ ...resource, type }, stack, report);
    const same = ({ typeName, name }: Named & WrittenResource) => typeName === type.type && name === identity.name;
    const other = [...named.values()].find(same);
    if (other !== undefined) report.problems.add(report.where, `has the name of ${other.logicalId}, ${identity.name}`);
    named.set(resource.logicalId, { ...resource, ...identity });
  }
  return named;
}

function scopeOf(named: ReadonlyMap<string, Named>, place: StackPlace): Scope {
  const pseudo = pseudoParameters(place);
  return {
    ref: (name) => pseudo.ref(name) ?? named.get(name)?.ref,
    attribute: (logicalId, attribute) => {
      const { arn, attributes = {} } = named.get(logicalId) ?? {};
      if (attribute === 'Arn') return arn;
      return Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
    },
  };
}

function parseProperties<Schema extends z.ZodType>(
  type: ResourceType<Schema>,
  { value, unresolved }: Resolution,
  report: Report,
): z.output<Schema> | undefined {
  // The name is not lost: it has become the resource's identity.
  const entries = Object.entries(value ?? {}).filter(([property]) => property !== type.name.property);
  const withoutMeaning = noLocalMeaning[type.type] ?? {};
  const properties = parseKnown(type.schema, Object.fromEntries(entries), report, { withoutMeaning, unresolved });
  // What could not be resolved is reported; nothing can be said about a resource that is known in part.
  return unresolved.length === 0 ? properties : undefined;
}

function resolveOutputs(
  outputs: Readonly<Record<string, unknown>>,
  scope: Scope,
  reportOn: (name: string) => Report,
): Record<string, string> {
  const resolved: Record<string, string> = {};
  for (const [name, written] of Object.entries(outputs)) {
    const report = reportOn(name);
    const { value } = resolveIntrinsics(written, scope, report);
    if (typeof value === 'string') resolved[name] = value;
    else report.problems.add(report.where, 'property Value is no text');
  }
  return resolved;
}
