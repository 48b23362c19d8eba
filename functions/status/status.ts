import * as z from 'zod';
import { gateEventAlertId } from '../../domain/alert-identity.ts';
import { type HeartbeatReceipt, publishedThrough } from '../../domain/ledger/receipt.ts';
import type { GateEvent, Heartbeat, StatusMessage } from '../../domain/messages/status.ts';
import { tickEvent } from '../../domain/names.ts';
import { isPresenceTopic, parseGateTopic } from '../../domain/topics.ts';
import type { Clock } from '../shared/clock.ts';
import type { Configs } from '../shared/configs.ts';
import type { FunctionMetrics } from '../shared/metrics.ts';
import type { Quarantine } from '../shared/quarantine.ts';
import type { Rejected } from '../shared/quarantine-reasons.ts';
import type { Retry } from '../shared/retry.ts';
import { noClient, type RuleEvent, readRuleEvent } from '../shared/rule-event.ts';
import { checkSender, type Sender } from '../shared/sender.ts';
import { isLate } from '../shared/timing.ts';
import { observeGate } from './observe-gate.ts';
import { parsePresence, parseReply, parseStatus } from './parse.ts';
import { type ReplyParts, takeReply } from './take-reply.ts';
import { type TickParts, tick } from './tick.ts';

export interface StatusParts extends TickParts, ReplyParts {
  clock: Clock;
  configs: Configs;
  quarantine: Quarantine;
  metrics: FunctionMetrics;
}

/** What is to be known about gates themselves. Throws only when trying again can help. */
export type Status = (event: unknown, retry: Retry, remainingMs: () => number) => Promise<void>;

const tickShape = z.object({ kind: z.literal(tickEvent.kind) });

export function createStatus(parts: StatusParts): Status {
  return async (input, retry, remainingMs) => {
    if (tickShape.safeParse(input).success) {
      const offline = await tick(parts, { now: parts.clock.now(), retry, remainingMs });
      parts.metrics.count('gatesOffline', offline);
      return;
    }
    const event = readRuleEvent(input);
    // The broker itself is no client: a client that publishes to a topic of that name is an impostor.
    const isFromBroker = isPresenceTopic(event.topic) && event.clientId === noClient;
    await (isFromBroker ? takePresence(parts, event, retry) : takeMessage(parts, event, retry));
  };
}

async function takePresence(parts: StatusParts, event: RuleEvent, retry: Retry): Promise<void> {
  const parsed = parsePresence(event.bytes);
  if (!parsed.ok) return putAside(parts, event, parsed.rejected, retry);
  const { clientId, connection } = parsed.value;
  const sign = { kind: 'presence', connection } as const;
  // Consoles and guard posts come and go too, and are no gates: nothing is written about them.
  await observeGate(parts, { gate: clientId, sign, receivedAt: event.receivedAt }, retry);
}

async function takeMessage(parts: StatusParts, event: RuleEvent, retry: Retry): Promise<void> {
  const { disabledGates, metrics, quarantine } = parts;
  const channel = parseGateTopic(event.topic)?.channel === 'replies' ? 'replies' : 'status';
  const checked = checkSender(event, channel, await disabledGates.current(retry));
  if (!checked.ok) {
    metrics.countRejected('messagesRefused', [checked.reason]);
    return quarantine(event, [{ reason: checked.reason, bytes: event.bytes }], retry);
  }
  const { sender } = checked;
  if (channel === 'replies') {
    const reply = parseReply(event.bytes);
    if (!reply.ok) return putAside(parts, event, reply.rejected, retry, sender);
    return takeReply(parts, sender, reply.value, event.receivedAt, retry);
  }
  const parsed = parseStatus(event.bytes, event.receivedAt);
  if (!parsed.ok) return putAside(parts, event, parsed.rejected, retry, sender);
  const message = parsed.value;
  if (message.kind === 'event') return raiseEvent(parts, sender, message, event.receivedAt, retry);
  if (message.kind === 'heartbeat') metrics.count('heartbeats', 1);
  const isKnown = await observeGate(parts, observationOf(sender, message, event.receivedAt), retry);
  if (!isKnown) return putAside(parts, event, { reason: 'unknown-gate', bytes: event.bytes }, retry);
  if (message.kind === 'heartbeat') await parts.leaveReceipt(receiptOf(sender, message, event.receivedAt), retry);
}

function observationOf({ gate }: Sender, message: Exclude<StatusMessage, GateEvent>, receivedAt: number) {
  const sign = { kind: message.kind, atMs: receivedAt };
  return { gate, sign, receivedAt, ...(message.kind === 'heartbeat' && { heartbeat: message }) };
}

function receiptOf(from: Sender, heartbeat: Heartbeat, receivedAtMs: number): HeartbeatReceipt {
  const { epoch, sentAt, health } = heartbeat;
  return {
    kind: 'heartbeat',
    ...from,
    receivedAtMs,
    sentAtMs: Date.parse(sentAt),
    epoch,
    publishedThrough: publishedThrough(heartbeat),
    sentPasses: health.sentPasses,
  };
}

/** An alert, whether or not the gate is enrolled: a door that is forced is forced. */
async function raiseEvent(parts: StatusParts, from: Sender, event: GateEvent, receivedAt: number, retry: Retry) {
  const raised = await parts.alerting.raise(
    {
      ...from,
      alertId: gateEventAlertId(from.gate, event.event, Date.parse(event.at)),
      kind: 'gate-event',
      raisedAt: event.at,
      late: isLate(event.at, receivedAt),
      detail: event.event,
    },
    retry,
  );
  parts.metrics.count('alertsRaised', raised ? 1 : 0);
}

async function putAside(parts: StatusParts, event: RuleEvent, rejected: Rejected, retry: Retry, from?: Sender) {
  parts.metrics.countRejected('messagesQuarantined', [rejected.reason]);
  await parts.quarantine(event, [rejected], retry, from);
}
