import { codeLimits } from '../limits.ts';
import { type RevocationList, revocationHashBytes } from '../messages/lists.ts';
import { fromBase64, toBase64 } from './base64.ts';
import type { Certified } from './certified.ts';
import type { CodePlatform } from './platform.ts';

/**
 * What a code is revoked by: the number that its issuer gave it, never its text or its signature. The same code can
 * be written in many ways (packed differently, and an ECDSA signature has a second form that is just as valid), and
 * all of them must stay revoked.
 */
export function revocationHash({ content, id }: Pick<Certified, 'content' | 'id'>, platform: Sha256): number {
  return read(platform.sha256(new TextEncoder().encode(`${content}:${id}`)), 0);
}

type Sha256 = Pick<CodePlatform, 'sha256'>;

function read(hashes: Uint8Array, index: number): number {
  return new DataView(hashes.buffer, hashes.byteOffset).getUint32(index * revocationHashBytes);
}

/** Truncated hashes in ascending order. */
export interface Revocations {
  count: number;
  at(index: number): number;
}

export const noRevocations: Revocations = { count: 0, at: () => 0 };

/**
 * The list as gates hold it: 4 bytes a code, 10,000 in 40 KB.
 * @returns undefined for a list that is not in whole hashes in ascending order: a search in it would miss some.
 */
export function readRevocations({ hashes }: Pick<RevocationList, 'hashes'>): Revocations | undefined {
  const bytes = fromBase64(hashes);
  const count = bytes.length / revocationHashBytes;
  if (!Number.isInteger(count)) return undefined;
  const at = (index: number) => read(bytes, index);
  for (let index = 1; index < count; index++) if (at(index - 1) >= at(index)) return undefined;
  return { count, at };
}

/**
 * Binary search. A code that was never revoked is taken for one with a probability of `count` / 2³²: 2.3 in a million
 * for 10,000. That is why the cloud, which has the whole hashes, confirms each hit.
 */
export function isRevoked(revocations: Revocations, hash: number): boolean {
  let low = 0;
  let high = revocations.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (revocations.at(middle) < hash) low = middle + 1;
    else high = middle;
  }
  return low < revocations.count && revocations.at(low) === hash;
}

/** @returns the list with these as well, or undefined when it would become too long. */
export function addRevocations(revocations: Revocations, added: readonly number[]): string | undefined {
  const held = Array.from({ length: revocations.count }, (_, index) => revocations.at(index));
  const all = [...new Set([...held, ...added])].toSorted((a, b) => a - b);
  if (all.length > codeLimits.revocationsMax) return undefined;
  const bytes = new Uint8Array(all.length * revocationHashBytes);
  const view = new DataView(bytes.buffer);
  for (const [index, hash] of all.entries()) view.setUint32(index * revocationHashBytes, hash);
  return toBase64(bytes);
}
