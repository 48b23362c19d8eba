import type { Certified } from './certified.ts';
import { listHash } from './hash-list.ts';
import type { CodePlatform } from './platform.ts';

/**
 * What a code is revoked by: the number that its issuer gave it, never its text or its signature. The same code can
 * be written in many ways (packed differently, and an ECDSA signature has a second form that is just as valid), and
 * all of them must stay revoked.
 */
export function revocationName({ content, id }: Pick<Certified, 'content' | 'id'>): string {
  return `${content}:${id}`;
}

/** What stands for a code on the list of revoked codes. */
export function revocationHash(code: Pick<Certified, 'content' | 'id'>, platform: Pick<CodePlatform, 'sha256'>) {
  return listHash(revocationName(code), platform);
}
