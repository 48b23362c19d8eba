import { wireLimits } from './limits/wire.ts';

/** Why bytes are not a message; also what quarantine counts by. */
export type JsonFault =
  | 'not-utf8'
  | 'not-json'
  | 'too-deep'
  | 'duplicate-key'
  | 'forbidden-key'
  | 'lone-surrogate'
  | 'number-out-of-range';

export type JsonResult = { ok: true; value: unknown } | { ok: false; fault: JsonFault };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads I-JSON (RFC 7493): JSON that every reader understands in the same way. What JSON.parse lets through and
 * two readers could take for two different messages is refused: doubled names (§2.3), unpaired surrogates
 * (§2.1), numbers beyond a double (§2.2), and `__proto__`, which is harmless only until somebody copies it.
 */
export function parseIJson(bytes: Uint8Array): JsonResult {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return { ok: false, fault: 'not-utf8' };
  }
  let value: unknown;
  try {
    // Takes any depth: V8 keeps its own stack. It comes first, since everything below is quick on JSON only.
    value = JSON.parse(text);
  } catch {
    return { ok: false, fault: 'not-json' };
  }
  const seen: Walk = { members: 0, fault: undefined };
  walk(value, seen, 1);
  if (seen.fault) return { ok: false, fault: seen.fault };
  return colonsOutsideStrings(text) === seen.members ? { ok: true, value } : { ok: false, fault: 'duplicate-key' };
}

/** One for each member as written; JSON.parse keeps one of two members with one name. `text` is JSON. */
function colonsOutsideStrings(text: string): number {
  return text.replace(/"(?:[^"\\]|\\.)*"/g, '').split(':').length - 1;
}

interface Walk {
  members: number;
  fault: JsonFault | undefined;
}

function walk(value: unknown, seen: Walk, depth: number): void {
  if (typeof value === 'string' && !value.isWellFormed()) seen.fault = 'lone-surrogate';
  if (typeof value === 'number' && !Number.isFinite(value)) seen.fault = 'number-out-of-range';
  if (typeof value !== 'object' || value === null) return;
  if (depth > wireLimits.jsonDepthMax) {
    seen.fault = 'too-deep';
    return;
  }
  if (Array.isArray(value)) {
    for (const element of value) walk(element, seen, depth + 1);
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    seen.members++;
    if (name === '__proto__') seen.fault = 'forbidden-key';
    if (!name.isWellFormed()) seen.fault = 'lone-surrogate';
    walk(member, seen, depth + 1);
  }
}
