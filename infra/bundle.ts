import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { UsageError } from '../domain/errors.ts';

/**
 * Bundles every `functions/{name}/handler.ts` in one esbuild call and hands the folder of the bundles,
 * `{folder}/{name}/handler.mjs`, to `use`; the folder is gone afterwards.
 *
 * Not minified and without source maps: a stack trace then shows real names and lines that can be read as they are.
 * The SDK is bundled too: the version that was tested is the one that runs.
 * @throws UsageError when the code does not compile.
 */
export async function withBundledFunctions<T>(
  functionsFolder: string,
  use: (codeFolder: string) => T | Promise<T>,
): Promise<T> {
  const codeFolder = mkdtempSync(join(tmpdir(), 'gatehouse-bundle-'));
  try {
    await bundle(functionsFolder, codeFolder);
    return await use(codeFolder);
  } finally {
    rmSync(codeFolder, { recursive: true, force: true });
  }
}

async function bundle(functionsFolder: string, codeFolder: string): Promise<void> {
  const handlers = readdirSync(functionsFolder).filter((name) => name !== 'shared');
  try {
    await build({
      entryPoints: handlers.map((name) => ({
        in: join(functionsFolder, name, 'handler.ts'),
        out: `${name}/handler`,
      })),
      outdir: codeFolder,
      // Paths in the bundle are relative to it, so that the same source makes the same bytes on every machine.
      absWorkingDir: functionsFolder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      // The ES module build of a package is smaller once unused code is dropped.
      mainFields: ['module', 'main'],
      // Some CommonJS dependencies ask for Node's own modules by `require`, which an ES module does not have.
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      legalComments: 'none',
      logLevel: 'silent',
    });
  } catch (cause) {
    throw new UsageError(`The functions do not bundle: ${cause instanceof Error ? firstError(cause.message) : cause}`, {
      cause,
    });
  }
}

/** esbuild's message is a heading and a line for each error. */
function firstError(message: string): string {
  return message.split('\n')[1] ?? message;
}
