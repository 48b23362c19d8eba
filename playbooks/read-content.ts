import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import { parseIJson } from '../domain/i-json.ts';
import { alertKind } from '../domain/messages/alert.ts';
import { type Playbook, playbook } from '../domain/playbooks/playbook.ts';
import { structureFaults } from '../domain/playbooks/structure.ts';
import { type Texts, textFaults, texts } from '../domain/playbooks/texts.ts';

/** All playbooks by kind of alert, in the order in which the wire names them, and all texts by language. */
export interface Content {
  playbooks: Record<string, Playbook>;
  texts: Record<string, Texts>;
}

/**
 * Reads `steps/{kind}.json` and `texts/{language}.json`.
 * @returns beside what could be read a line for each fault, which begins with its file; none when all is whole.
 */
export function readContent(folder: string): { content: Content; faults: string[] } {
  const steps = readFolder(folder, 'steps', playbook);
  const words = readFolder(folder, 'texts', texts);
  const inOrder = alertKind.options.flatMap((kind) => (steps.read[kind] ? [[kind, steps.read[kind]] as const] : []));
  const content = { playbooks: Object.fromEntries(inOrder), texts: words.read };
  const faults = [
    ...steps.faults,
    ...words.faults,
    ...alertKind.options
      .filter((kind) => !steps.names.includes(kind))
      .map((kind) => `steps/${kind}.json is missing: there are alerts of this kind`),
    ...steps.names
      .filter((name) => !alertKind.safeParse(name).success)
      .map((name) => `steps/${name}.json: there are no alerts of this kind`),
    ...inOrder.flatMap(([kind, one]) => structureFaults(kind, one).map((fault) => `steps/${kind}.json: ${fault}`)),
  ];
  // Texts belong to steps: while those are not whole, nothing can be said of what is missing or left over.
  if (faults.length > 0) return { content, faults };
  const ofTexts = Object.entries(content.texts).flatMap(([language, one]) =>
    textFaults(content.playbooks, one).map((fault) => `texts/${language}.json: ${fault}`),
  );
  return { content, faults: ofTexts };
}

function readFolder<T>(folder: string, name: string, schema: z.ZodType<T>) {
  const names = readdirSync(join(folder, name)).flatMap((file) => /^(.+)\.json$/.exec(file)?.[1] ?? []);
  const read: Record<string, T> = {};
  const faults: string[] = [];
  for (const one of names.toSorted()) {
    const file = `${name}/${one}.json`;
    const parsed = parse(readFileSync(join(folder, file)), schema);
    if ('value' in parsed) read[one] = parsed.value;
    else faults.push(...parsed.faults.map((fault) => `${file}: ${fault}`));
  }
  return { names, read, faults };
}

function parse<T>(bytes: Buffer, schema: z.ZodType<T>): { value: T } | { faults: string[] } {
  const json = parseIJson(bytes);
  if (!json.ok) return { faults: [json.fault === 'not-json' ? whereNoJson(bytes) : json.fault] };
  const parsed = schema.safeParse(json.value);
  if (parsed.success) return { value: parsed.data };
  return { faults: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) };
}

/** In the words of the parser, which name line and column. */
function whereNoJson(bytes: Buffer): string {
  try {
    JSON.parse(bytes.toString());
    return 'is no JSON';
  } catch (error) {
    return `is no JSON: ${error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : error}`;
  }
}
