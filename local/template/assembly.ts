import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { UsageError } from '../../domain/errors.ts';
import type { Scope } from './intrinsics.ts';
import { substitute } from './intrinsics.ts';

/** A synthesised CDK app (`cdk.out`) with its one stack. */
export interface Assembly {
  stackName: string;
  template: unknown;
  /** The folder that CDK would upload to this bucket and key as a zip file; undefined when there is no such asset. */
  folderOf(location: { bucket: string; key: string }): string | undefined;
}

const manifestShape = z.object({
  artifacts: z.record(
    z.string(),
    z.object({ type: z.string(), properties: z.record(z.string(), z.unknown()).optional() }),
  ),
});

const stackShape = z.object({ templateFile: z.string(), stackName: z.string().optional() });

const assetManifestShape = z.object({ file: z.string() });

const assetsShape = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string(), packaging: z.string() }),
      destinations: z.record(z.string(), z.object({ bucketName: z.string(), objectKey: z.string() })),
    }),
  ),
  // A function from a container image would need Docker.
  dockerImages: z.record(z.string(), z.never('container images are not known to the local runtime')).optional(),
});

/**
 * Reads the manifest of a cloud assembly and what it points to.
 * @throws UsageError when the folder is no assembly, or one of several stacks.
 */
export function readAssembly(folder: string, pseudo: Scope): Assembly {
  const { artifacts } = readJson(folder, 'manifest.json', manifestShape);
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const [stack, ...others] = stacks;
  if (stack === undefined || others.length > 0) {
    const names = stacks.map(([name]) => name).join(', ');
    throw new UsageError(`${folder} has ${stacks.length} stacks (${names}); the local runtime runs one stack.`);
  }
  const [artifactName, artifact] = stack;
  const { templateFile, stackName } = parse(stackShape, artifact.properties, `${folder}/manifest.json`);
  const assets = new Map<string, string>();
  for (const { type, properties } of Object.values(artifacts)) {
    if (type !== 'cdk:asset-manifest') continue;
    const { file } = parse(assetManifestShape, properties, `${folder}/manifest.json`);
    for (const { source, destinations } of Object.values(readJson(folder, file, assetsShape).files)) {
      if (source.packaging !== 'zip') continue;
      for (const { bucketName, objectKey } of Object.values(destinations)) {
        assets.set(location(substitutePlace(bucketName, pseudo), objectKey), join(folder, source.path));
      }
    }
  }
  return {
    stackName: stackName ?? artifactName,
    template: readJson(folder, templateFile, z.unknown()),
    folderOf: ({ bucket, key }) => assets.get(location(bucket, key)),
  };
}

function location(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`;
}

function substitutePlace(text: string, pseudo: Scope): string {
  return substitute(text, pseudo, (message) => {
    throw new UsageError(`The asset manifest's bucket name ${text} cannot be read: ${message}.`);
  });
}

function readJson<Schema extends z.ZodType>(folder: string, file: string, shape: Schema): z.output<Schema> {
  const path = join(folder, file);
  if (!existsSync(path)) throw new UsageError(`${path} is not there; synthesise the app into ${folder} first.`);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new UsageError(`${path} is no JSON; delete ${folder} and synthesise again.`, { cause });
  }
  return parse(shape, value, path);
}

function parse<Schema extends z.ZodType>(shape: Schema, value: unknown, path: string): z.output<Schema> {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`${path} is not as CDK writes it: ${issue?.path.join('.')}: ${issue?.message}.`);
}
