import { type Outcome, outcomes, personAlertKinds } from '../alerts/kinds.ts';
import type { AlertKind } from '../messages/alert.ts';
import type { Playbook, Step } from './playbook.ts';

/** The five key steps of every playbook, in this order. */
export const phases = ['look', 'invite', 'check', 'act', 'record'] as const;
export type Phase = (typeof phases)[number];

/** Where a branch ends: with an outcome, or for now, because the alert is somebody else's from here. */
export const ends = [...outcomes, 'stays-open'] as const;
export type End = Outcome | 'stays-open';

/** Where a branch may end: nobody is let in or referred where the alert is about a device, and nobody leaves a person to others. */
export function endsOf(kind: AlertKind): readonly End[] {
  const isAboutPerson = personAlertKinds.some((one) => one === kind);
  return isAboutPerson ? outcomes : ['confirmed', 'false-alarm', 'stays-open'];
}

/** What is answered when a contact thermometer was read: at or above the gate's limit, or below. */
export const readingAnswers = ['warm', 'normal'] as const;

export const isEnd = (target: string): target is End => ends.some((end) => end === target);

/** @returns the answers of a step with where each leads; one without a name when there is nothing to answer. */
export function waysOn({ next }: Step): { answer: string | undefined; target: string }[] {
  if (typeof next === 'string') return [{ answer: undefined, target: next }];
  return Object.entries(next).map(([answer, target]) => ({ answer, target }));
}

/** A name like `constructor` is a step only where a playbook says so. */
export function stepOf({ steps }: Playbook, id: string): Step | undefined {
  return Object.hasOwn(steps, id) ? steps[id] : undefined;
}

/**
 * One step on. Takes no alert: who practises walks the same way.
 * @param answer of a step that has several; of one that has none it is left out.
 * @returns undefined when there is no such step, or no such answer to it.
 */
export function nextStep(
  playbook: Playbook,
  stepId: string,
  answer?: string,
): { step: string } | { end: End } | undefined {
  const step = stepOf(playbook, stepId);
  const way = step && waysOn(step).find((one) => one.answer === answer);
  if (!way) return undefined;
  return isEnd(way.target) ? { end: way.target } : { step: way.target };
}

/** Where the limit of the gate's config stands in a text. */
export const limitPlace = '{contactLimitC}';

/** @param contactLimitC of the gate's config, in °C. */
export function fillIn(text: string, { contactLimitC }: { contactLimitC: number }): string {
  return text.replaceAll(limitPlace, contactLimitC.toFixed(1));
}
