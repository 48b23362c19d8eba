import * as z from 'zod';
import type { Connection } from '../../domain/gate-presence.ts';
import { parseIJson } from '../../domain/i-json.ts';
import { wireLimits } from '../../domain/limits/wire.ts';
import { type ReplyMessage, replyMessage } from '../../domain/messages/command.ts';
import { type StatusMessage, statusMessage } from '../../domain/messages/status.ts';
import type { Rejected } from '../shared/quarantine-reasons.ts';
import { isPlausible } from '../shared/timing.ts';
import { firstField } from '../shared/zod-field.ts';

export type Parsed<T> = { ok: true; value: T } | { ok: false; rejected: Rejected };

/** What a message of the `status` channel says. Never throws, whatever the bytes (law 3). */
export function parseStatus(bytes: Uint8Array, receivedAt: number): Parsed<StatusMessage> {
  const parsed = parseAs(statusMessage, bytes);
  if (parsed.ok && parsed.value.kind === 'event' && !isPlausible(parsed.value.at, receivedAt)) {
    return { ok: false, rejected: { reason: 'implausible-time', field: 'at', bytes } };
  }
  return parsed;
}

/** What a message of the `replies` channel says. Never throws, whatever the bytes (law 3). */
export function parseReply(bytes: Uint8Array): Parsed<ReplyMessage> {
  return parseAs(replyMessage, bytes);
}

/** https://docs.aws.amazon.com/iot/latest/developerguide/life-cycle-events.html */
const presenceEvent = z.object({
  clientId: z.string(),
  eventType: z.enum(['connected', 'disconnected']),
  timestamp: z.int().positive().describe('milliseconds since the epoch'),
  versionNumber: z.int().min(0),
});

/** A presence event: whose connection, and what became of it. */
export function parsePresence(bytes: Uint8Array): Parsed<{ clientId: string; connection: Connection }> {
  const parsed = parseAs(presenceEvent, bytes);
  if (!parsed.ok) return parsed;
  const { clientId, eventType: event, versionNumber, timestamp: atMs } = parsed.value;
  return { ok: true, value: { clientId, connection: { event, versionNumber, atMs } } };
}

function parseAs<T>(schema: z.ZodType<T>, bytes: Uint8Array): Parsed<T> {
  if (bytes.length > wireLimits.messageBytesMax) return { ok: false, rejected: { reason: 'too-large', bytes } };
  const json = parseIJson(bytes);
  if (!json.ok) return { ok: false, rejected: { reason: json.fault, bytes } };
  const parsed = schema.safeParse(json.value);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, rejected: { reason: 'bad-envelope', ...firstField(parsed.error), bytes } };
}
