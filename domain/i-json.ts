import { wireLimits } from './limits.ts';

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

/**
 * Reads I-JSON (RFC 7493): JSON that every reader understands in the same way. What JSON.parse lets through and
 * two readers could take for two different messages is refused: doubled names (§2.3), unpaired surrogates
 * (§2.1), numbers beyond a double (§2.2), and `__proto__`, which is harmless only until somebody copies it.
 */
export function parseIJson(bytes: Uint8Array): JsonResult {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { ok: false, fault: 'not-utf8' };
  }
  const skeleton = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  // Before JSON.parse and the walk below, which would follow ten thousand brackets down.
  if (depthOf(skeleton) > wireLimits.jsonDepthMax) return { ok: false, fault: 'too-deep' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, fault: 'not-json' };
  }
  const seen: Walk = { members: 0, fault: undefined };
  walk(value, seen);
  if (seen.fault) return { ok: false, fault: seen.fault };
  // Outside strings each member has exactly one colon; JSON.parse keeps one of two members with one name.
  const written = skeleton.split(':').length - 1;
  return written === seen.members ? { ok: true, value } : { ok: false, fault: 'duplicate-key' };
}

function depthOf(skeleton: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of skeleton) {
    if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return deepest;
}

interface Walk {
  members: number;
  fault: JsonFault | undefined;
}

function walk(value: unknown, seen: Walk): void {
  if (typeof value === 'string' && !value.isWellFormed()) seen.fault = 'lone-surrogate';
  if (typeof value === 'number' && !Number.isFinite(value)) seen.fault = 'number-out-of-range';
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const element of value) walk(element, seen);
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    seen.members++;
    if (name === '__proto__') seen.fault = 'forbidden-key';
    if (!name.isWellFormed()) seen.fault = 'lone-surrogate';
    walk(member, seen);
  }
}
