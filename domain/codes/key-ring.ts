import { codeLimits } from '../limits/codes.ts';
import type { KeyList } from '../messages/lists.ts';
import { toBase64Url } from './bytes-as-text.ts';
import type { CodeContent } from './contents.ts';
import type { ListedKey } from './platform.ts';

/** The keys of a list by what they are for and what codes call them. */
export interface KeyRing {
  /** Several when their ids collide: a reader must try them all (hcert specification, "Key Identifier"). */
  find(content: CodeContent, keyId: Uint8Array): readonly ListedKey[];
}

export function createKeyRing(list: Pick<KeyList, 'keys'>): KeyRing {
  const byName = Map.groupBy(list.keys, ({ content, kid }) => `${content} ${kid}`);
  return {
    find: (content, keyId) => byName.get(`${content} ${toKid(keyId)}`)?.slice(0, codeLimits.keysPerIdMax) ?? [],
  };
}

/** A key id as key lists write it. */
export function toKid(keyId: Uint8Array): string {
  return toBase64Url(keyId);
}
