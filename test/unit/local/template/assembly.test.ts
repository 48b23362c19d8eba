// Goal: a folder that is no assembly, or one the local runtime cannot run, gives one clear line.
// Method: folders on disk, written as CDK writes them, with one thing wrong in each.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../../../../domain/errors.ts';
import { readAssembly } from '../../../../local/template/assembly.ts';
import { pseudoParameters } from '../../../../local/template/identities.ts';
import { readStack } from '../../../../local/template/read-stack.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-assembly-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const stack = { type: 'aws:cloudformation:stack', properties: { templateFile: 'template.json' } };
const assets = { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } };

function write(files: Record<string, unknown>): void {
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

function read() {
  const place = {
    account: '000000000000',
    region: 'local-1',
    partition: 'aws',
    awsPort: 8790,
    httpPort: 8787,
  } as const;
  return readStack({ assemblyFolder: folder, ...place });
}

test('an assembly with one stack and its assets', () => {
  write({
    'manifest.json': { artifacts: { Sample: stack, Assets: assets } },
    'template.json': { Resources: { Jobs: { Type: 'AWS::SQS::Queue' } } },
    'assets.json': { files: {}, dockerImages: {} },
  });
  expect(read().queues[0]?.name).toBe('Sample-Jobs');
});

test('an asset is found by the bucket and the key that CDK would upload it to', () => {
  const upload = { bucketName: 'b-${AWS::Region}', objectKey: 'k' };
  const file = (packaging: string, path: string) => ({ source: { packaging, path }, destinations: { here: upload } });
  write({
    'manifest.json': { artifacts: { Sample: stack, Assets: assets } },
    'assets.json': { files: { code: file('zip', 'asset.1'), template: file('file', 'template.json') } },
    'template.json': {},
  });
  const place = { account: '000000000000', region: 'local-1', partition: 'aws', awsPort: 8790, httpPort: 8787 };
  const { folderOf } = readAssembly(folder, pseudoParameters(place));
  expect(folderOf({ bucket: 'b-local-1', key: 'k' })).toBe(join(folder, 'asset.1'));
  expect(folderOf({ bucket: 'b', key: 'k' })).toBeUndefined();
});

test.each<[string, Record<string, unknown>]>([
  ['manifest.json is not there; synthesise the app', {}],
  ['manifest.json is no JSON', { 'manifest.json': '{' }],
  ['manifest.json is not as CDK writes it: artifacts', { 'manifest.json': {} }],
  ['has 0 stacks', { 'manifest.json': { artifacts: {} } }],
  ['has 2 stacks (A, B)', { 'manifest.json': { artifacts: { A: stack, B: stack } } }],
  ['template.json is not there', { 'manifest.json': { artifacts: { A: stack } } }],
  [
    'A (template): Invalid input: expected object',
    { 'manifest.json': { artifacts: { A: stack } }, 'template.json': [] },
  ],
  [
    'container images are not known',
    {
      'manifest.json': { artifacts: { A: stack, Assets: assets } },
      'assets.json': { files: {}, dockerImages: { x: {} } },
    },
  ],
])('%s', (words, files) => {
  write(files);
  expect(read).toThrow(UsageError);
  expect(read).toThrow(words);
});
