import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { UsageError } from '../../../domain/errors.ts';
import { secretLimits } from '../../limits.ts';
import { readPrivateFile, writePrivateFile } from '../private-file.ts';

/** One value of a secret, under one of its ids, with the labels that point to it. */
export interface SecretVersion {
  id: string;
  text?: string | undefined;
  /** Base64. */
  binary?: string | undefined;
  stages: string[];
  /** Milliseconds since the epoch. */
  createdAt: number;
}

export const currentStage = 'AWSCURRENT';
const previousStage = 'AWSPREVIOUS';

const versionsSchema = z.array(
  z.object({
    id: z.string(),
    text: z.string().optional(),
    binary: z.string().optional(),
    stages: z.array(z.string()),
    createdAt: z.number(),
  }),
);

/** The versions of one secret, in a file of its own that only its owner may read. */
export function createSecretStore(folder: string, arn: string) {
  // A name may have slashes and be longer than a file's name may be.
  const path = join(folder, `${createHash('sha256').update(arn).digest('hex').slice(0, 32)}.json`);
  let versions = load(path);

  return {
    versions: (): readonly SecretVersion[] => versions,
    /** Adds a version; its stages leave the versions that have had them. The newest stands first. */
    add(version: SecretVersion): void {
      const next = [version, ...versions.map((older) => shifted(older, version.stages))];
      const kept = next.filter(({ stages }, index) => stages.length > 0 || index < secretLimits.versionsMax);
      writePrivateFile(path, JSON.stringify(kept));
      versions = kept;
    },
  };
}

export type SecretStore = ReturnType<typeof createSecretStore>;

/** An older version once a new one has taken `taken`: who was current becomes the previous one. */
function shifted(older: SecretVersion, taken: readonly string[]): SecretVersion {
  const left = older.stages.filter((stage) => !taken.includes(stage));
  if (!taken.includes(currentStage)) return { ...older, stages: left };
  const stages = left.filter((stage) => stage !== previousStage);
  return { ...older, stages: older.stages.includes(currentStage) ? [...stages, previousStage] : stages };
}

function load(path: string): SecretVersion[] {
  const content = readPrivateFile(path);
  if (content === undefined) return [];
  try {
    return versionsSchema.parse(JSON.parse(content));
  } catch (cause) {
    throw new UsageError(
      `The secret in ${path} cannot be read. Restore the file, or move it away to have a new value made.`,
      { cause },
    );
  }
}
