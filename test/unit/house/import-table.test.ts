// Goal: arrows point to domain/, there are no cycles, and the linter says so (docs/architecture.md).
// Method: plant bad imports and bad habits in a copy of the house and expect the linter to name each.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
let house: string;

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'gatehouse-house-'));
});

afterAll(() => rmSync(house, { recursive: true }));

/** @returns what the linter says of a house with just these files. */
function lint(files: Record<string, string>): string {
  const folder = mkdtempSync(join(house, 'planted-'));
  try {
    for (const file of ['biome.json', 'purity.grit', '.gitignore']) cpSync(join(root, file), join(folder, file));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), content);
    }
    const biome = join(root, 'node_modules/.bin/biome');
    execFileSync(biome, ['lint', '.'], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    return 'nothing';
  } catch (error) {
    if (!(error instanceof Error) || !('stderr' in error)) throw error;
    return String(error.stderr);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the linter refuses', () => {
  it.each<[string, string, string]>([
    [
      'domain/ reading a file',
      'domain/rule.ts',
      "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n",
    ],
    [
      'domain/ importing a function',
      'domain/rule.ts',
      "import { x } from '../functions/ingest/decide.ts';\nexport const y = x;\n",
    ],
    [
      'domain/ importing what it takes as a port',
      'domain/rule.ts',
      "import { x } from '../platform/codes.ts';\nexport const y = x;\n",
    ],
    [
      'platform/ importing a command',
      'platform/a.ts',
      "import { x } from '../operator/print.ts';\nexport const y = x;\n",
    ],
    [
      'a function importing CDK',
      'functions/a/handler.ts',
      "import { App } from 'aws-cdk-lib';\nexport const y = App;\n",
    ],
    [
      'a function importing infra/',
      'functions/a/handler.ts',
      "import { x } from '../../infra/app.ts';\nexport const y = x;\n",
    ],
    [
      'infra/ importing a function',
      'infra/app.ts',
      "import { x } from '../functions/ingest/handler.ts';\nexport const y = x;\n",
    ],
    [
      'local/ importing a function',
      'local/main.ts',
      "import { x } from '../functions/ingest/handler.ts';\nexport const y = x;\n",
    ],
    ['local/ importing CDK', 'local/main.ts', "import { App } from 'aws-cdk-lib/core';\nexport const y = App;\n"],
    [
      'device-sim/ importing the AWS SDK',
      'device-sim/a.ts',
      "import { IoTClient } from '@aws-sdk/client-iot';\nexport const y = IoTClient;\n",
    ],
    [
      "playbooks/ importing an operator's command",
      'playbooks/a.ts',
      "import { x } from '../operator/print.ts';\nexport const y = x;\n",
    ],
    ['console/ using node', 'console/a.ts', "import { join } from 'node:path';\nexport const y = join;\n"],
  ])('%s', (_, file, content) => {
    expect(lint({ [file]: content })).toContain('noRestrictedImports');
  });

  it('a cycle', () => {
    const files = {
      'domain/a.ts': "import { b } from './b.ts';\nexport const a = () => b;\n",
      'domain/b.ts': "import { a } from './a.ts';\nexport const b = () => a;\n",
    };
    expect(lint(files)).toContain('noImportCycles');
  });

  it('a clock or chance in domain/', () => {
    expect(lint({ 'domain/a.ts': 'export const now = () => Date.now();\n' })).toContain('passed in');
    expect(lint({ 'domain/a.ts': 'export const dice = () => Math.random();\n' })).toContain('passed in');
  });

  it('a promise that nobody waits for', () => {
    const files = { 'local/a.ts': 'async function f(): Promise<void> {}\nexport function g(): void {\n  f();\n}\n' };
    expect(lint(files)).toContain('noFloatingPromises');
  });
});

it('lets a good import through', () => {
  const files = {
    'domain/a.ts': 'export const a = 1;\n',
    'functions/f/handler.ts': "import { a } from '../../domain/a.ts';\nexport const handler = () => a;\n",
  };
  expect(lint(files)).toBe('nothing');
});
