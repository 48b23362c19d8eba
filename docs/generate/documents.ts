import { asyncApi, jsonSchema } from './asyncapi.ts';
import { wireMessages } from './catalogue.ts';
import { codeVectors } from './code-vectors.ts';
import { gateProtocol } from './gate-protocol.ts';
import { localProperties } from './local-properties.ts';
import { openApi } from './openapi.ts';
import { screeningVectors } from './screening-vectors.ts';
import { testVectors } from './vectors.ts';

/** Everything under docs/ that is made from code: path below docs/ → content. A test fails when stale. */
export function generatedDocuments(): Map<string, string> {
  const documents = new Map<string, string>();
  const add = (file: string, content: object) => documents.set(file, `${JSON.stringify(content, null, 2)}\n`);
  for (const message of wireMessages) add(`wire/schemas/${message.name}.json`, jsonSchema(message));
  add('wire/asyncapi.json', asyncApi());
  add('wire/openapi.json', openApi());
  add('wire/vectors.json', testVectors());
  add('wire/code-vectors.json', codeVectors());
  documents.set('wire/screening-vectors.csv', screeningVectors());
  documents.set('local-properties.md', localProperties());
  documents.set('gate-protocol.md', gateProtocol());
  return documents;
}
