import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DeleteObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { UsageError } from '../../domain/errors.ts';
import { servedAs } from '../../domain/page/served.ts';
import { type PageSettings, pageSettingsFile } from '../../domain/page/settings.ts';

/** A page that was loaded before may still ask for its parts for so long. */
const oldPartsKeptMs = 30 * 86_400_000;

/** What is asked for by name comes last: until then nobody is told of parts that are not there. */
const startFile = 'index.html';

export interface Published {
  files: number;
  /** Parts of earlier builds that were taken away. */
  removed: number;
}

/**
 * Puts a build of the guards' page, with the settings of its deployment, into a bucket. Whoever has the page open goes on with
 * the one that they have; safe to repeat, and to break off.
 * @param folder the build. @throws UsageError when there is none.
 */
export async function publishPage(
  s3: S3Client,
  bucket: string,
  { folder, settings, nowMs }: { folder: string; settings: PageSettings; nowMs: number },
): Promise<Published> {
  const names = namesIn(folder);
  const put = (name: string, body: NonNullable<PutObjectCommandInput['Body']>) => {
    const { contentType, cacheControl } = servedAs(name);
    return s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: name,
        Body: body,
        ContentType: contentType,
        CacheControl: cacheControl,
      }),
    );
  };
  for (const name of names) if (name !== startFile) await put(name, readFileSync(join(folder, name)));
  await put(pageSettingsFile, JSON.stringify(settings));
  await put(startFile, readFileSync(join(folder, startFile)));
  const kept = new Set([...names, pageSettingsFile]);
  return { files: kept.size, removed: await removeOld(s3, bucket, kept, nowMs - oldPartsKeptMs) };
}

function namesIn(folder: string): string[] {
  let names: string[] = [];
  try {
    names = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .replaceAll('\\', '/'),
      );
  } catch (cause) {
    if (!(cause instanceof Error) || !('code' in cause) || cause.code !== 'ENOENT') throw cause;
  }
  if (names.includes(startFile)) return names.toSorted();
  throw new UsageError(
    `${folder} is no build of the guards' page: it has no ${startFile}; "npm run console" makes one.`,
  );
}

/** @returns how many. What goes beyond one answer's thousand is left to the next time. */
async function removeOld(s3: S3Client, bucket: string, kept: ReadonlySet<string>, beforeMs: number): Promise<number> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  const old = Contents.flatMap(({ Key, LastModified }) =>
    Key !== undefined && !kept.has(Key) && LastModified && LastModified.getTime() < beforeMs ? [{ Key }] : [],
  );
  if (old.length === 0) return 0;
  const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: old } }));
  return old.length - Errors.length;
}
