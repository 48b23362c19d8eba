import type { HeldLists } from '../../domain/codes/held-lists.ts';
import type { Pass } from '../../domain/messages/pass.ts';
import type { GateMemory, GateState, HeldPass } from './state.ts';
import type { UsedCode } from './used-codes.ts';

/** What has to be on flash, in one write, before any effect of the same step is seen from outside. */
export interface Save {
  memory: GateMemory;
  /** New in the outbox, or back in it. */
  toOutbox: readonly HeldPass[];
  toSent: readonly HeldPass[];
  forget: readonly HeldPass[];
  /** All that are held, when one of them is new. */
  lists?: HeldLists;
  /** All that are remembered, when there is one more. */
  used?: readonly UsedCode[];
}

export type Effect =
  /** Light, sound and barrier: somebody stands there. */
  | { kind: 'decide'; pass: Pass }
  /** The outbox is full: the barrier stays shut and nobody is taken on. */
  | { kind: 'out-of-room' }
  | { kind: 'open-barrier' }
  | { kind: 'publish-passes'; messageId: number; passes: number; payload: string }
  | { kind: 'publish'; channel: 'status' | 'replies'; payload: string };

/** What a step comes to. */
export interface Step {
  state: GateState;
  save?: Save;
  effects: readonly Effect[];
}

/** A write that changes what is named, and keeps `memory` as it is now. */
export function saving(memory: GateMemory, changes: Partial<Omit<Save, 'memory'>>): Save {
  return { memory, toOutbox: [], toSent: [], forget: [], ...changes };
}
