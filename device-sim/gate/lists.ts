import { type AnyList, type HeldLists, readLists } from '../../domain/codes/held-lists.ts';
import type { CodeLists } from '../../domain/codes/standing.ts';
import type { ListIndex } from '../../domain/messages/lists.ts';
import { type Step, saving } from './effects.ts';
import type { GateState } from './state.ts';

/** Takes a list that was issued after the one held: retained messages can come twice and late. */
export function takeList(state: GateState, { name, list }: AnyList): Step {
  const held = state.lists[name];
  if (held && held.issuedAt >= list.issuedAt) return { state, effects: [] };
  const lists = { ...state.lists, [name]: list };
  return { state: { ...state, lists }, save: saving(state.memory, { lists }), effects: [] };
}

/** The index says which versions are current, and so how old the lists are that the gate holds. */
export function takeIndex(state: GateState, index: ListIndex): Step {
  const held = state.memory.listIndex;
  if (held && held.issuedAt >= index.issuedAt) return { state, effects: [] };
  const memory = { ...state.memory, listIndex: index };
  return { state: { ...state, memory }, save: saving(memory, {}), effects: [] };
}

const read = new WeakMap<HeldLists, CodeLists>();

/** The lists ready for use; they are read once, not with every code. */
export function codeLists({ lists }: Pick<GateState, 'lists'>): CodeLists {
  const known = read.get(lists) ?? readLists(lists);
  read.set(lists, known);
  return known;
}
