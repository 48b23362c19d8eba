import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { servedAs } from '../../domain/page/served.ts';
import type { HttpHandler } from './exchange.ts';
import { decoded } from './routing.ts';

/** Serves the files of a folder: the console's build. A folder is its index.html; names that begin with a dot are not there. */
export function createStaticFiles(
  folder: string,
  securityHeaders: readonly (readonly [string, string])[],
): HttpHandler {
  return async ({ method, path, headers }) => {
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    const file = await fileOf(folder, path);
    if (file === undefined) return undefined;
    const content = await readFile(file);
    const tag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 27)}"`;
    const { contentType, cacheControl } = servedAs(file);
    const sent = [
      ['content-type', contentType],
      ['etag', tag],
      ['cache-control', cacheControl],
      ...securityHeaders,
    ] as const;
    const isKnown = headers['if-none-match']?.split(/,\s*/).some((one) => one.replace(/^W\//, '') === tag) === true;
    return isKnown ? { status: 304, headers: sent, body: '' } : { status: 200, headers: sent, body: content };
  };
}

/** The file that a path names, if it is one and lies in the folder, whatever links there are. */
async function fileOf(folder: string, path: string): Promise<string | undefined> {
  const name = decoded(path);
  if (/[\0\\]/.test(name) || name.split('/').some((part) => part.startsWith('.'))) return undefined;
  try {
    const root = await realpath(folder);
    const wanted = join(root, name.endsWith('/') ? `${name}index.html` : name);
    const file = await realpath(wanted);
    return file.startsWith(root + sep) && (await stat(file)).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}
