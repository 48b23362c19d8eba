import { decode } from 'cborg';
import { isWellFormed } from './well-formed.ts';

/** An item with a tag that its reader has said it knows. */
export interface Tagged {
  tag: number;
  value: unknown;
}

/**
 * Decodes one CBOR item, strictly: well-formed, nothing after it, no key of a map twice, no tags but those given.
 * Maps become `Map`, byte strings `Uint8Array`.
 * @param tags become `Tagged`.
 * @returns undefined when it is anything else.
 */
export function decodeCbor(bytes: Uint8Array, tags: readonly number[]): unknown {
  if (!isWellFormed(bytes)) return undefined;
  try {
    return decode(bytes, {
      useMaps: true,
      rejectDuplicateMapKeys: true,
      allowUndefined: false,
      tags: Object.fromEntries(tags.map((tag) => [tag, (inner) => ({ tag, value: inner() }) satisfies Tagged])),
    });
  } catch {
    // The library says so by throwing: a refused tag, a repeated key, text that is not UTF-8.
    return undefined;
  }
}

export function isTagged(item: unknown, tag: number): item is Tagged {
  return typeof item === 'object' && item !== null && 'tag' in item && 'value' in item && item.tag === tag;
}
