import type { AnyList } from '../../domain/codes/held-lists.ts';
import type { Command } from '../../domain/messages/command.ts';
import type { GateConfig } from '../../domain/messages/config.ts';
import type { ListIndex } from '../../domain/messages/lists.ts';
import type { Mark } from '../../domain/messages/marks.ts';
import { obey, offerNonce } from './commands.ts';
import { backlogAtMs, beginDrain, hurry, interrupt } from './drain.ts';
import { type Step, saving } from './effects.ts';
import { beat } from './heartbeat.ts';
import { takeIndex, takeList } from './lists.ts';
import { acknowledge, forgetMarked, sendDue, sendsAtMs } from './outbox.ts';
import { type Reading, screen } from './screen.ts';
import type { GateState } from './state.ts';

/**
 * The firmware model: a gate that is given what happens to it, and says what it does. It has no clock, no socket,
 * no disk and no dice; whoever runs it hands in time and randomness, so that any history can be replayed.
 */
export type Input =
  | { kind: 'reading'; reading: Reading }
  /**
   * @param nonce random, 16 characters or more of base64url: for the next command.
   * @param random from 0 up to 1: how much of the jitter a backlog waits.
   */
  | { kind: 'connected'; nonce: string; random: number }
  | { kind: 'disconnected' }
  | { kind: 'acknowledged'; messageId: number }
  | { kind: 'config'; config: GateConfig }
  | { kind: 'list'; list: AnyList }
  | { kind: 'list-index'; index: ListIndex }
  | { kind: 'mark'; mark: Mark }
  | { kind: 'command'; command: Command; nonce: string }
  /** The time that `wakeAtMs` named has come. */
  | { kind: 'woken' }
  /** Somebody is about to switch the gate off: nothing lingers any more. */
  | { kind: 'drain' };

/** One step of a gate. Pure: the same state, input and time give the same step. */
export function step(state: GateState, input: Input, nowMs: number): Step {
  const reacted = react(state, input, nowMs);
  const sent = sendDue(reacted.state, nowMs);
  const beaten = beat(sent.state, nowMs);
  return { ...reacted, state: beaten.state, effects: [...reacted.effects, ...sent.effects, ...beaten.effects] };
}

function react(state: GateState, input: Input, nowMs: number): Step {
  switch (input.kind) {
    case 'reading':
      return screen(state, input.reading, nowMs);
    case 'connected':
      return greet(state, input, nowMs);
    case 'disconnected':
      return { state: { ...interrupt(state), heartbeatAtMs: null, nonce: null }, effects: [] };
    case 'acknowledged':
      return acknowledge(state, input.messageId);
    case 'config':
      return takeConfig(state, input.config);
    case 'list':
      return takeList(state, input.list);
    case 'list-index':
      return takeIndex(state, input.index);
    case 'mark':
      return forgetMarked(state, input.mark);
    case 'command':
      return obey(state, input.command, input.nonce, nowMs);
    case 'woken':
      return { state, effects: [] };
    case 'drain':
      return { state: hurry(state), effects: [] };
  }
}

function greet(state: GateState, { nonce, random }: Extract<Input, { kind: 'connected' }>, nowMs: number): Step {
  const connected = { ...beginDrain(state, random, nowMs), connected: true, heartbeatAtMs: nowMs };
  return offerNonce(connected, nonce, nowMs);
}

/** An older version than the one held is ignored: retained messages can come twice and late. */
function takeConfig(state: GateState, config: GateConfig): Step {
  if (config.version <= state.memory.config.version) return { state, effects: [] };
  const memory = { ...state.memory, config };
  return { state: { ...state, memory }, save: saving(memory, {}), effects: [] };
}

/** When a `woken` is due; null: not before something else happens. */
export function wakeAtMs(state: GateState): number | null {
  const times = [sendsAtMs(state), backlogAtMs(state), state.heartbeatAtMs].filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
}
