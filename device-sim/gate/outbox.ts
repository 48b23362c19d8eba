import { gateLimits, wireLimits } from '../../domain/limits.ts';
import type { Mark } from '../../domain/messages/marks.ts';
import { type Effect, type Step, saving } from './effects.ts';
import { type GateState, type HeldPass, type InFlight, sendingRules } from './state.ts';

/** Nothing in the outbox waits for company any longer. */
export function makeAllDue(state: GateState): GateState {
  return { ...state, due: state.outbox.length };
}

/** When the oldest waiting pass has lingered long enough; null when nothing lingers or nothing can be sent. */
export function sendsAtMs(state: GateState): number | null {
  const oldest = state.outbox[Math.max(countInFlight(state), state.due)];
  if (!state.connected || oldest === undefined) return null;
  return oldest.atMs + sendingRules(state).lingerS * 1000;
}

/** Sends what is due, and full messages without waiting; at most as many as may be in flight. */
export function sendDue(state: GateState, nowMs: number): { state: GateState; effects: readonly Effect[] } {
  let next = lingeredOut(state, nowMs) ? makeAllDue(state) : state;
  const effects: Effect[] = [];
  while (next.connected && next.inFlight.length < gateLimits.messagesInFlightMax) {
    const start = countInFlight(next);
    const passes = oneMessage(next, start);
    const another = start + passes.length < next.outbox.length;
    const full = another || passes.length >= sendingRules(next).passesPerMessage;
    if (passes.length === 0 || (start >= next.due && !full)) break;
    const messageId = next.nextMessageId;
    next = { ...next, nextMessageId: messageId + 1, inFlight: [...next.inFlight, { messageId, passes }] };
    effects.push({ kind: 'publish-passes', messageId, passes: passes.length, payload: envelope(passes, nowMs) });
  }
  return { state: next, effects };
}

/** Also when the clock was set back behind the oldest pass: it must not wait until the clock has caught up. */
function lingeredOut(state: GateState, nowMs: number): boolean {
  const sendsAt = sendsAtMs(state);
  if (sendsAt === null) return false;
  return nowMs >= sendsAt || nowMs < sendsAt - sendingRules(state).lingerS * 1000;
}

/** As many passes from `start` on as one message takes; always one, whatever its size. */
function oneMessage(state: GateState, start: number): HeldPass[] {
  const { passesPerMessage } = sendingRules(state);
  const passes: HeldPass[] = [];
  let bytes = 0;
  for (const held of state.outbox.slice(start, start + passesPerMessage)) {
    bytes += Buffer.byteLength(held.json);
    if (bytes > wireLimits.messageBytesPlanned && passes.length > 0) break;
    passes.push(held);
  }
  return passes;
}

/** Put together from the bytes that are kept: a pass is the same text however often it is sent. */
function envelope(passes: readonly HeldPass[], nowMs: number): string {
  const sentAt = new Date(nowMs).toISOString();
  return `{"sentAt":"${sentAt}","passes":[${passes.map((held) => held.json).join(',')}]}`;
}

/** PUBACK: the broker has the message. That is not storage, so its passes stay in the ring until a mark. */
export function acknowledge(state: GateState, messageId: number): Step {
  const message = state.inFlight.find((one) => one.messageId === messageId);
  if (!message) return { state, effects: [] };
  const arrived = new Set(message.passes);
  const ring = [...state.sent, ...message.passes];
  const overflow = ring.slice(0, Math.max(0, ring.length - gateLimits.sentRingPassesMax));
  return {
    state: {
      ...state,
      inFlight: state.inFlight.filter((one) => one !== message),
      outbox: state.outbox.filter((held) => !arrived.has(held)),
      sent: ring.slice(overflow.length),
      due: Math.max(0, state.due - arrived.size),
    },
    save: saving(state.memory, { toSent: message.passes, forget: overflow }),
    effects: [],
  };
}

/** A mark: the cloud has every pass of the epoch up to here. Only now may the gate forget them. */
export function forgetMarked(state: GateState, { epoch, storedThrough }: Mark): Step {
  const isMarked = (held: HeldPass) => held.epoch === epoch && held.seq <= storedThrough;
  const forget = state.sent.filter(isMarked);
  if (forget.length === 0) return { state, effects: [] };
  const sent = state.sent.filter((held) => !isMarked(held));
  return { state: { ...state, sent }, save: saving(state.memory, { forget }), effects: [] };
}

/** Takes sent passes of a range back into the outbox, to go out at once. */
export function sendAgain(state: GateState, range: { epoch: string; fromSeq: number; toSeq: number }): Step {
  const isWanted = ({ epoch, seq }: HeldPass) => epoch === range.epoch && seq >= range.fromSeq && seq <= range.toSeq;
  const again = state.sent.filter(isWanted);
  const next = {
    ...state,
    sent: state.sent.filter((held) => !isWanted(held)),
    outbox: [...state.outbox, ...again],
  };
  return { state: makeAllDue(next), save: saving(state.memory, { toOutbox: again }), effects: [] };
}

function countInFlight({ inFlight }: GateState): number {
  return inFlight.reduce((sum: number, message: InFlight) => sum + message.passes.length, 0);
}
