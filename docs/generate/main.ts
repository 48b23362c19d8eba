import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedDocuments } from './documents.ts';

const docsFolder = join(import.meta.dirname, '..');

for (const [file, content] of generatedDocuments()) {
  const path = join(docsFolder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  process.stdout.write(`docs/${file}\n`);
}
