import { gateLimits } from '../../domain/limits/gates.ts';
import { timeLimits } from '../../domain/limits/wire.ts';
import type { Pass } from '../../domain/messages/pass.ts';
import { append, lineOf, toArray } from './line.ts';
import { type GateState, type HeldPass, sendingRules } from './state.ts';

/**
 * How a backlog goes out. After an outage all gates of a city come back at once, each with some thousand passes; what
 * they send together has to stay within what the tables take (domain/limits.ts has the sum).
 */

/**
 * A connection is up. What is held is the backlog and waits for a random time; but who has just been held or refused
 * is still standing there, and goes first.
 * @param random from 0 up to 1.
 */
export function beginDrain(state: GateState, random: number, nowMs: number): GateState {
  const held = [...toArray(state.backlog), ...toArray(state.fresh)];
  const isFirst = (one: HeldPass) => nowMs - one.atMs <= timeLimits.lateAfterMs && isUrgent(one);
  const urgent = new Set(held.filter(isFirst));
  const backlog = lineOf(held.filter((one) => !urgent.has(one)));
  const waitMs = backlog.length > 0 ? random * sendingRules(state).drain.jitterS * 1_000 : 0;
  return {
    ...state,
    fresh: lineOf([...urgent]),
    due: urgent.size,
    backlog,
    // A connection that comes and goes must not make it quicker.
    drainsAtMs: Math.max(state.drainsAtMs, nowMs + waitMs),
  };
}

/** The connection is gone: what was on its way may not have arrived. */
export function interrupt(state: GateState): GateState {
  const onTheWay = state.inFlight.flatMap(({ passes }) => passes);
  const backlog = append(lineOf([...onTheWay, ...toArray(state.backlog)]), toArray(state.fresh));
  return { ...state, connected: false, inFlight: [], backlog, fresh: lineOf([]), due: 0 };
}

/** Nothing waits any longer, whatever the drain's rate is: the gate is about to be switched off. */
export function hurry(state: GateState): GateState {
  const fresh = append(state.backlog, toArray(state.fresh));
  return { ...state, fresh, due: fresh.length, backlog: lineOf([]) };
}

/** When a message of the backlog may go; null when there is none, or not before the broker has answered. */
export function backlogAtMs({ connected, backlog, inFlight, drainsAtMs }: GateState): number | null {
  if (!connected || backlog.length === 0) return null;
  const onTheWay = inFlight.filter(({ isBacklog }) => isBacklog).length;
  return onTheWay < gateLimits.backlogMessagesInFlightMax ? drainsAtMs : null;
}

/** Whether it may go now; also when the clock was set back, and its time would only come when the clock has caught up. */
export function mayDrain(state: GateState, nowMs: number): boolean {
  const atMs = backlogAtMs(state);
  return atMs !== null && (nowMs >= atMs || nowMs < atMs - longestWaitMs(state));
}

/** How long the backlog rests after a message of so many passes. */
export function restMs(state: GateState, passes: number): number {
  return (passes / sendingRules(state).drain.passesPerS) * 1_000;
}

function longestWaitMs(state: GateState): number {
  const { drain, passesPerMessage } = sendingRules(state);
  return Math.max(drain.jitterS * 1_000, restMs(state, passesPerMessage));
}

/** Read from the bytes that are kept, so that a gate knows it after a power cut, too. */
function isUrgent({ json }: HeldPass): boolean {
  const { verdict }: Pick<Pass, 'verdict'> = JSON.parse(json);
  return verdict !== 'admit';
}
