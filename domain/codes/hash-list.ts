import { codeLimits } from '../limits/codes.ts';
import { listHashBytes } from '../messages/lists.ts';
import { fromBase64, toBase64, toHex } from './bytes-as-text.ts';
import type { CodePlatform } from './platform.ts';

/** What may be on a list of hashes: the first bytes of SHA-256, as a number. */
export function listHash(text: string, platform: Pick<CodePlatform, 'sha256'>): number {
  return read(sha256(text, platform), 0);
}

/** The same, whole and in hexadecimal: what `state` keeps, and what confirms a hit in a list. */
export function wholeHash(text: string, platform: Pick<CodePlatform, 'sha256'>): string {
  return toHex(sha256(text, platform));
}

function sha256(text: string, platform: Pick<CodePlatform, 'sha256'>): Uint8Array {
  return platform.sha256(new TextEncoder().encode(text));
}

function read(hashes: Uint8Array, index: number): number {
  return new DataView(hashes.buffer, hashes.byteOffset).getUint32(index * listHashBytes);
}

/** Truncated hashes in ascending order, as gates hold them: 4 bytes each, 10,000 in 40 KB. */
export interface HashList {
  count: number;
  at(index: number): number;
}

export const noHashes: HashList = { count: 0, at: () => 0 };

/**
 * @param hashes base64, as a list carries them.
 * @returns undefined for what is not in whole hashes in ascending order: a search in it would miss some.
 */
export function readHashes(hashes: string): HashList | undefined {
  const bytes = fromBase64(hashes);
  const count = bytes.length / listHashBytes;
  if (!Number.isInteger(count)) return undefined;
  const at = (index: number) => read(bytes, index);
  for (let index = 1; index < count; index++) if (at(index - 1) >= at(index)) return undefined;
  return { count, at };
}

/**
 * Binary search. What was never listed is taken for listed with a probability of `count` / 2³²: 2.3 in a million for
 * 10,000. That is why the cloud, which has the whole hashes, confirms each hit.
 */
export function includesHash(list: HashList, hash: number): boolean {
  let low = 0;
  let high = list.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list.at(middle) < hash) low = middle + 1;
    else high = middle;
  }
  return low < list.count && list.at(low) === hash;
}

/** @returns base64 of the list with these as well, or undefined when it would become too long. */
export function addHashes(list: HashList, added: readonly number[]): string | undefined {
  const held = Array.from({ length: list.count }, (_, index) => list.at(index));
  const all = [...new Set([...held, ...added])].toSorted((a, b) => a - b);
  if (all.length > codeLimits.hashesPerListMax) return undefined;
  const bytes = new Uint8Array(all.length * listHashBytes);
  const view = new DataView(bytes.buffer);
  for (const [index, hash] of all.entries()) view.setUint32(index * listHashBytes, hash);
  return toBase64(bytes);
}
