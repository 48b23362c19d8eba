import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { HttpHandler } from './exchange.ts';
import { decoded } from './routing.ts';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wav': 'audio/wav',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** Names with a digest in them never mean anything else. */
const lasting = /[-.][A-Za-z0-9_-]{8,}\.(js|css|woff2|png|svg|webp|mp3|wav)$/;

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
    const sent = [
      ['content-type', types[extname(file)] ?? 'application/octet-stream'],
      ['etag', tag],
      ['cache-control', lasting.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache'],
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
