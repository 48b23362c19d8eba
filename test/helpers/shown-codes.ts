import { globSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { parseClaims } from '../../domain/codes/claims.ts';
import { parseOwnPass } from '../../domain/codes/own-pass.ts';
import { readCode } from '../../domain/codes/read.ts';
import { createCodePlatform } from '../../platform/codes.ts';

/*
 * What was shown to the gates of a test, so that what the system writes can be searched for it (law 6): by gates that
 * keep a flash in the stack's state folder, and by bare clients, whose messages are handed in.
 */

const platform = createCodePlatform();
const shown = z.object({ code: z.object({ text: z.string() }) });
const message = z.object({ passes: z.array(z.unknown()) });
const published = new Map<string, Set<string>>();

/** Remembers the codes in a message to the stack of a state folder; one that is no message has none. */
export function rememberCodes(home: string, payload: string): void {
  const texts = published.get(home) ?? new Set();
  published.set(home, texts);
  try {
    const { passes } = message.parse(JSON.parse(payload));
    for (const text of passes.flatMap(textOf)) texts.add(text);
  } catch {
    // Malformed on purpose: it goes to quarantine as it is.
  }
}

/** Texts of all codes that were shown so far to gates of the stack of a state folder. */
export function codesShown(home: string): Set<string> {
  const texts = new Set(published.get(home));
  for (const file of globSync(join(home, '**/flash.sqlite'))) {
    const sql = new DatabaseSync(file, { readOnly: true });
    for (const row of sql.prepare('select json from passes').all()) {
      for (const text of textOf(JSON.parse(String(row['json'])))) texts.add(text);
    }
    sql.close();
  }
  return texts;
}

function textOf(pass: unknown): string[] {
  const parsed = shown.safeParse(pass);
  return parsed.success ? [parsed.data.code.text] : [];
}

/** Every way in which a code, or whom it is about, may be written. */
export function writingsOfCode(text: string): string[] {
  return [text, ...identitiesIn(text)].flatMap(writingsOf);
}

function identitiesIn(text: string): Uint8Array[] {
  const read = readCode(text, platform);
  if (typeof read === 'string') return [];
  const claims = parseClaims(read.sign1.payload, read.content);
  const pass = typeof claims === 'string' ? claims : parseOwnPass(claims);
  return typeof pass === 'string' ? [] : [pass.tokenId, pass.subject];
}

export function writingsOf(secret: string | Uint8Array): string[] {
  const bytes = Buffer.from(secret);
  const text =
    typeof secret === 'string' ? [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)] : [];
  return [...text, bytes.toString('hex'), bytes.toString('base64').replaceAll('=', ''), bytes.toString('base64url')];
}
