import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { UsageError } from '../../../domain/errors.ts';
import { withBundledFunctions } from '../../../infra/bundle.ts';

/*
 * Goal: each handler becomes one file that Lambda can load.
 * Method: throw-away functions, bundled and loaded.
 */

function functionsFolder(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-functions-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const greeting = "import { createHash } from 'node:crypto'; export const greet = (): string => typeof createHash;";
const handler =
  "import { greet } from '../shared/greet.ts'; export const handler = async (): Promise<string> => greet();";

test('one loadable file a function, and nothing for what they share', async () => {
  const folder = functionsFolder({
    'shared/greet.ts': greeting,
    'one/handler.ts': handler,
    'two/handler.ts': handler,
  });
  const seen = await withBundledFunctions(folder, async (codeFolder) => {
    const module = await import(pathToFileURL(join(codeFolder, 'one/handler.mjs')).href);
    return { codeFolder, folders: readdirSync(codeFolder).toSorted(), answer: await module.handler() };
  });
  expect(seen.folders).toEqual(['one', 'two']);
  expect(seen.answer).toBe('function');
  expect(existsSync(seen.codeFolder)).toBe(false);
});

test('a CommonJS dependency may require what Node has', async () => {
  const folder = functionsFolder({
    'shared/old.cjs': "module.exports = require('node:os').EOL;",
    'one/handler.ts': "import eol from '../shared/old.cjs'; export const handler = () => eol;",
  });
  const answer = await withBundledFunctions(folder, async (codeFolder) => {
    const module = await import(pathToFileURL(join(codeFolder, 'one/handler.mjs')).href);
    return module.handler();
  });
  expect(answer).toBe('\n');
});

test('the same source makes the same bytes, wherever it is built', async () => {
  const bytes = () =>
    withBundledFunctions(functionsFolder({ 'shared/greet.ts': greeting, 'one/handler.ts': handler }), (codeFolder) =>
      readFileSync(join(codeFolder, 'one/handler.mjs'), 'utf8'),
    );
  expect(await bytes()).toBe(await bytes());
});

test('what does not compile is one line that says where', async () => {
  const folder = functionsFolder({ 'one/handler.ts': "import './gone.ts'; export const handler = 1;" });
  const error = await withBundledFunctions(folder, () => 'bundled').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  expect(String(error)).toMatch(/one\/handler\.ts:1:7: ERROR: Could not resolve "\.\/gone\.ts"/);
  expect(String(error)).not.toContain('\n');
});
