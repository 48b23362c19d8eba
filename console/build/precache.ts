import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/**
 * Tells the service worker which files the page is made of, and a name for just these: where the worker's source says
 * `__FILES__` and `__VERSION__`.
 * @param shell files without a digest in their names, as `__SHELL__`.
 */
export function precache(worker: string, shell: readonly string[]): Plugin {
  return {
    name: 'gatehouse-precache',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const files = Object.keys(bundle).filter((file) => file !== worker);
      const chunk = bundle[worker];
      if (chunk?.type !== 'chunk') throw new Error(`${worker} is not built`);
      // Names have digests of what is in them; but for the first page itself, which names the others.
      const version = createHash('sha256').update(files.toSorted().join()).digest('hex').slice(0, 12);
      chunk.code = chunk.code
        .replace('__FILES__', JSON.stringify(files))
        .replace('__SHELL__', JSON.stringify(shell))
        .replace('__VERSION__', version);
    },
  };
}
