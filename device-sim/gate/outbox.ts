import { gateLimits } from '../../domain/limits/gates.ts';
import { wireLimits } from '../../domain/limits/wire.ts';
import type { Mark } from '../../domain/messages/marks.ts';
import { mayDrain, restMs } from './drain.ts';
import { type Effect, type Step, saving } from './effects.ts';
import { append, at, dropFirst, first, type Line, lineOf, toArray } from './line.ts';
import { type GateState, type HeldPass, sendingRules } from './state.ts';

/** A pass that the gate has just taken on. @param isUrgent a guard has to look: it waits for nobody. */
export function takeOn(state: GateState, held: HeldPass, isUrgent: boolean): GateState {
  const taken = { ...state, fresh: append(state.fresh, [held]) };
  return isUrgent ? makeAllDue(taken) : taken;
}

/** Nothing fresh waits for company any longer. */
function makeAllDue(state: GateState): GateState {
  return { ...state, due: state.fresh.length };
}

/** When the oldest waiting pass has lingered long enough; null when nothing lingers or nothing can be sent. */
export function sendsAtMs(state: GateState): number | null {
  const oldest = at(state.fresh, state.due);
  if (!state.connected || oldest === undefined) return null;
  return oldest.atMs + sendingRules(state).lingerS * 1000;
}

/**
 * Sends what is due, and full messages without waiting; then of the backlog what may go. At most as many messages as
 * may be in flight.
 */
export function sendDue(state: GateState, nowMs: number): { state: GateState; effects: readonly Effect[] } {
  let next = lingeredOut(state, nowMs) ? makeAllDue(state) : state;
  const effects: Effect[] = [];
  for (let message = nextMessage(next, nowMs); message; message = nextMessage(next, nowMs)) {
    const { passes, isBacklog } = message;
    const messageId = next.nextMessageId;
    next = {
      ...next,
      ...message.without,
      nextMessageId: messageId + 1,
      inFlight: [...next.inFlight, { messageId, passes, isBacklog }],
    };
    effects.push({ kind: 'publish-passes', messageId, passes: passes.length, payload: envelope(passes, nowMs) });
  }
  return { state: next, effects };
}

interface NextMessage {
  passes: readonly HeldPass[];
  isBacklog: boolean;
  /** What its passes are taken from, without them. */
  without: Partial<GateState>;
}

/** Each of the two lines has places of its own in flight: neither waits for the other. */
function nextMessage(state: GateState, nowMs: number): NextMessage | undefined {
  return state.connected ? (nextFresh(state) ?? nextOfBacklog(state, nowMs)) : undefined;
}

function nextFresh(state: GateState): NextMessage | undefined {
  const { fresh, due, inFlight } = state;
  if (inFlight.filter(({ isBacklog }) => !isBacklog).length >= gateLimits.messagesInFlightMax) return undefined;
  const passes = oneMessage(state, fresh);
  const isFull = passes.length < fresh.length || passes.length >= sendingRules(state).passesPerMessage;
  if (passes.length === 0 || (due === 0 && !isFull)) return undefined;
  const without = { fresh: dropFirst(fresh, passes.length), due: Math.max(0, due - passes.length) };
  return { passes, isBacklog: false, without };
}

function nextOfBacklog(state: GateState, nowMs: number): NextMessage | undefined {
  if (!mayDrain(state, nowMs)) return undefined;
  const passes = oneMessage(state, state.backlog);
  const backlog = dropFirst(state.backlog, passes.length);
  return { passes, isBacklog: true, without: { backlog, drainsAtMs: nowMs + restMs(state, passes.length) } };
}

/** Also when the clock was set back behind the oldest pass: it must not wait until the clock has caught up. */
function lingeredOut(state: GateState, nowMs: number): boolean {
  const sendsAt = sendsAtMs(state);
  if (sendsAt === null) return false;
  return nowMs >= sendsAt || nowMs < sendsAt - sendingRules(state).lingerS * 1000;
}

/** As many passes from the front as one message takes; always one, whatever its size. */
function oneMessage(state: GateState, line: Line<HeldPass>): HeldPass[] {
  const passes: HeldPass[] = [];
  let bytes = 0;
  for (const held of first(line, sendingRules(state).passesPerMessage)) {
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
  const ring = append(state.sent, message.passes);
  const overflow = Math.max(0, ring.length - gateLimits.sentRingPassesMax);
  return {
    state: {
      ...state,
      inFlight: state.inFlight.filter((one) => one !== message),
      sent: dropFirst(ring, overflow),
    },
    save: saving(state.memory, { toSent: message.passes, forget: first(ring, overflow) }),
    effects: [],
  };
}

/** A mark: the cloud has every pass of the epoch up to here. Only now may the gate forget them. */
export function forgetMarked(state: GateState, { epoch, storedThrough }: Mark): Step {
  const sent = toArray(state.sent);
  const isMarked = (held: HeldPass) => held.epoch === epoch && held.seq <= storedThrough;
  const forget = sent.filter(isMarked);
  if (forget.length === 0) return { state, effects: [] };
  const kept = lineOf(sent.filter((held) => !isMarked(held)));
  return { state: { ...state, sent: kept }, save: saving(state.memory, { forget }), effects: [] };
}

/** Takes sent passes of a range back into the outbox, to go out as a backlog does. */
export function sendAgain(state: GateState, range: { epoch: string; fromSeq: number; toSeq: number }): Step {
  const sent = toArray(state.sent);
  const isWanted = ({ epoch, seq }: HeldPass) => epoch === range.epoch && seq >= range.fromSeq && seq <= range.toSeq;
  const again = sent.filter(isWanted);
  const next = {
    ...state,
    sent: lineOf(sent.filter((held) => !isWanted(held))),
    backlog: append(state.backlog, again),
  };
  return { state: next, save: saving(state.memory, { toOutbox: again }), effects: [] };
}
