import { isUtf8 } from 'node:buffer';
import { iotSqlLimits } from '../limits.ts';
import type { ObjectValue, Value } from './values.ts';

/**
 * A payload as JSON. AWS counts a bare `80` or `"text"` among the payloads that are no JSON ("opaque" here).
 * https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-where.html, …/binary-payloads.html
 */
export type Document =
  | { kind: 'json'; value: Value[] | ObjectValue }
  | { kind: 'empty' }
  | { kind: 'opaque' }
  /** JSON that AWS takes and this runtime can not carry unchanged. */
  | { kind: 'beyond'; reason: string };

export function readDocument(payload: Buffer): Document {
  if (payload.length === 0) return { kind: 'empty' };
  // Decoding would put U+FFFD in place of bytes that are no UTF-8, and hand on what nobody sent.
  const value = isUtf8(payload) ? parse(payload.toString('utf8')) : undefined;
  if (typeof value !== 'object' || value === null) return { kind: 'opaque' };
  const reason = whatIsBeyond(value);
  return reason === undefined ? { kind: 'json', value } : { kind: 'beyond', reason };
}

function parse(text: string): Value {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: no error, but a kind of payload that rules can handle.
    return undefined;
  }
}

/** Level by level, not by recursion: the payload comes from outside and may nest as deep as it is long. */
function whatIsBeyond(document: Value[] | ObjectValue): string | undefined {
  let level: Value[] = [document];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > iotSqlLimits.payloadNestingMax) return `JSON nested deeper than ${iotSqlLimits.payloadNestingMax}`;
    const next: Value[] = [];
    for (const value of level) {
      if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
        return 'a number that a double does not hold exactly';
      }
      if (typeof value !== 'object' || value === null) continue;
      for (const inner of Object.values(value)) next.push(inner);
    }
    level = next;
  }
  return undefined;
}
