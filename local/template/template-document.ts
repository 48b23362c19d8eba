import * as z from 'zod';
import { noLocalMeaningOfResources, noLocalMeaningOfTemplate } from './no-local-meaning.ts';
import { parseKnown } from './parse.ts';
import type { Problems, Report } from './problems.ts';

/** One resource as the template writes it, its intrinsics not yet resolved. */
export interface WrittenResource {
  logicalId: string;
  typeName: string;
  properties: Readonly<Record<string, unknown>>;
}

export interface TemplateDocument {
  resources: WrittenResource[];
  /** Outputs by name; a value may still be an intrinsic. */
  outputs: Readonly<Record<string, unknown>>;
}

const record = z.record(z.string(), z.unknown());

// A section that would change what the rest means (Conditions, Parameters, Mappings, Transform, Rules) is unknown.
const templateShape = z.strictObject({ Resources: z.record(z.string(), record), Outputs: record.optional() });

const resourceShape = z.strictObject({ Type: z.string(), Properties: record.optional() });

// What can be read in spite of an unknown key, which is reported and no reason to be silent about the rest.
const soundSections = z.object(templateShape.shape);
const soundResource = z.object(resourceShape.shape);

const outputShape = z.strictObject({ Value: z.unknown() });

/** Reads a template down to the properties of its resources, and reports every key that it does not know. */
export function readTemplateDocument(template: unknown, stackName: string, problems: Problems): TemplateDocument {
  const report = { problems, where: `${stackName} (template)` };
  parseKnown(templateShape, template, report, { withoutMeaning: noLocalMeaningOfTemplate });
  const sections = soundSections.safeParse(template).data;
  if (sections === undefined) return { resources: [], outputs: {} };
  const exists = (logicalId: string) => Object.hasOwn(sections.Resources, logicalId);
  const resources = Object.entries(sections.Resources).flatMap(([logicalId, written]) => {
    const resource = readResource(written, { problems, where: whereIs(stackName, logicalId, written['Type']) }, exists);
    return resource === undefined ? [] : [{ logicalId, ...resource }];
  });
  const outputs = Object.entries(sections.Outputs ?? {}).flatMap(([name, written]) => {
    const output = parseKnown(outputShape, written, { problems, where: whereIs(stackName, name, 'output') });
    return output === undefined ? [] : [[name, output.Value] as const];
  });
  return { resources, outputs: Object.fromEntries(outputs) };
}

function readResource(
  written: Readonly<Record<string, unknown>>,
  report: Report,
  exists: (logicalId: string) => boolean,
): Omit<WrittenResource, 'logicalId'> | undefined {
  for (const name of [written['DependsOn'] ?? []].flat()) {
    if (typeof name !== 'string' || exists(name)) continue;
    report.problems.add(report.where, `DependsOn ${name} is no resource of this template`);
  }
  parseKnown(resourceShape, written, report, { withoutMeaning: noLocalMeaningOfResources });
  const resource = soundResource.safeParse(written).data;
  return resource && { typeName: resource.Type, properties: resource.Properties ?? {} };
}

/** How a resource is named in problems: `Gatehouse/IngestFunction (AWS::Lambda::Function)`. */
export function whereIs(stackName: string, logicalId: string, typeName: unknown): string {
  return `${stackName}/${logicalId} (${typeof typeName === 'string' ? typeName : 'no type'})`;
}
