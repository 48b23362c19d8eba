import type { Playbook, Step } from '../../../domain/playbooks/playbook.ts';
import { type End, nextStep, stepOf } from '../../../domain/playbooks/walk.ts';

/** A step that was taken, and what was answered. */
export interface Taken {
  step: string;
  answer?: string | undefined;
}

/** Where somebody stands in a playbook. */
export type At = { step: string; what: Step } | { end: End } | undefined;

/** Follows what was taken as far as the playbook goes along: one that was changed meanwhile is taken up where it still fits. */
export function standOf(
  playbook: Playbook,
  first: string,
  taken: readonly Taken[],
): { done: readonly Taken[]; at: At } {
  const done: Taken[] = [];
  let step = first;
  for (const one of taken) {
    if (one.step !== step) break;
    const next = nextStep(playbook, step, one.answer);
    if (next === undefined) break;
    done.push(one);
    if ('end' in next) return { done, at: next };
    step = next.step;
  }
  const what = stepOf(playbook, step);
  return { done, at: what && { step, what } };
}

/** What was taken of each alert's playbook, by its id. */
export type Walks = ReadonlyMap<string, readonly Taken[]>;

/** With one of them walked on; beyond `walksMax` those go that nobody has walked on for longest. */
export function withWalk(walks: Walks, alertId: string, taken: readonly Taken[], walksMax: number): Walks {
  const others = [...walks].filter(([id]) => id !== alertId);
  return new Map([...others, [alertId, taken] as const].slice(-walksMax));
}
