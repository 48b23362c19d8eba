import { parseIJson } from '../../domain/i-json.ts';
import { wireLimits } from '../../domain/limits/wire.ts';
import { type Pass, pass, passesEnvelope } from '../../domain/messages/pass.ts';
import type { Rejected } from '../shared/quarantine-reasons.ts';
import { isPlausible } from '../shared/timing.ts';
import { firstField } from '../shared/zod-field.ts';

/** A pass that was understood, and the object as sent, of which unknown fields are a part. */
export interface SentPass {
  pass: Pass;
  sent: object;
}

export interface ParsedMessage {
  passes: SentPass[];
  rejected: Rejected[];
  /** By the gate's clock, in milliseconds; undefined when nothing of the message could be used. */
  sentAtMs?: number;
  /** Nothing of the message could be used. */
  wholeRejected: boolean;
}

/**
 * What a message of the `passes` channel says. Never throws, whatever the bytes (law 3); each pass is judged by
 * itself, so that one bad pass among 25 does not keep the other 24 out.
 * @param receivedAt by the broker's clock, in milliseconds; a pass far from it is no evidence of anything.
 */
export function parsePasses(bytes: Uint8Array, receivedAt: number): ParsedMessage {
  if (bytes.length > wireLimits.messageBytesMax) return whole({ reason: 'too-large', bytes });
  const json = parseIJson(bytes);
  if (!json.ok) return whole({ reason: json.fault, bytes });
  const envelope = passesEnvelope.safeParse(json.value);
  if (!envelope.success) return whole({ reason: 'bad-envelope', ...firstField(envelope.error), bytes });
  const sentAtMs = Date.parse(envelope.data.sentAt);
  const parsed: ParsedMessage = { passes: [], rejected: [], sentAtMs, wholeRejected: false };
  for (const sent of envelope.data.passes) {
    const one = parsePass(sent, receivedAt);
    if ('pass' in one) parsed.passes.push(one);
    else parsed.rejected.push(one);
  }
  return parsed;
}

function whole(rejected: Rejected): ParsedMessage {
  return { passes: [], rejected: [rejected], wholeRejected: true };
}

function parsePass(sent: unknown, receivedAt: number): SentPass | Rejected {
  const parsed = pass.safeParse(sent);
  if (!parsed.success || typeof sent !== 'object' || sent === null) {
    return {
      reason: 'bad-pass',
      ...(parsed.error && firstField(parsed.error)),
      ...readableIdentity(sent),
      bytes: toBytes(sent),
    };
  }
  if (!isPlausible(parsed.data.at, receivedAt)) {
    const { epoch, seq } = parsed.data;
    return { reason: 'implausible-time', field: 'at', epoch, seq, bytes: toBytes(sent) };
  }
  return { pass: parsed.data, sent };
}

function readableIdentity(sent: unknown): { epoch?: string; seq?: number } {
  const member = (name: string): unknown => (typeof sent === 'object' && sent ? Reflect.get(sent, name) : undefined);
  const epoch = pass.shape.epoch.safeParse(member('epoch'));
  const seq = pass.shape.seq.safeParse(member('seq'));
  return { ...(epoch.success && { epoch: epoch.data }), ...(seq.success && { seq: seq.data }) };
}

/** Not to the letter as sent (blanks are gone), but with all that was said. */
export function toBytes(sent: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(sent));
}
