import * as z from 'zod';
import { playbookLimits } from '../limits/handling.ts';
import { type AlertKind, outcomes, personAlertKinds } from '../messages/alert.ts';
import { id } from '../messages/fields.ts';

/** The five key steps of every playbook, in this order. */
export const phases = ['look', 'invite', 'check', 'act', 'record'] as const;
export type Phase = (typeof phases)[number];

/** Whose steps they are. Persons are the guards' matter; of a device's steps most are the operator's. */
export const playbookRoles = ['guard', 'operator'] as const;
export type PlaybookRole = (typeof playbookRoles)[number];

/** Whom a guard or an operator calls. */
export const callees = [
  'officer',
  'operator',
  'technician',
  /** The household that a visitor wants to see. */
  'host',
  'ambulance',
  'police',
  'fire-brigade',
] as const;

/** Where a branch ends: with an outcome, or for now, because the alert is somebody else's from here. */
export const ends = [...outcomes, 'stays-open'] as const;
export type End = (typeof ends)[number];

/** Where a branch may end: nobody is let in or referred where the alert is about a device, and nobody leaves a person to others. */
export function endsOf(kind: AlertKind): readonly End[] {
  const isAboutPerson = personAlertKinds.some((one) => one === kind);
  return isAboutPerson ? outcomes : ['confirmed', 'false-alarm', 'stays-open'];
}

/** What is answered when a contact thermometer was read: at or above the gate's limit, or below. */
export const readingAnswers = ['warm', 'normal'] as const;

export const stepKinds = ['do', 'say', 'ask', 'measure', 'call', 'decide'] as const;

/** The next step or an end; or one for each answer, in the order in which the answers are shown. */
const next = z.union([id, z.record(id, id).refine((ways) => Object.keys(ways).length > 0, 'leads nowhere')]);
const step = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(stepKinds).exclude(['call']), phase: z.enum(phases), next }),
  z.strictObject({ kind: z.literal('call'), phase: z.enum(phases), whom: z.enum(callees), next }),
]);
export type Step = z.infer<typeof step>;

/**
 * What to do about a kind of alert, as steps that lead to others. Its words are apart, in a file for each language
 * (`texts.ts`), so that languages cannot differ in what is done.
 */
export const playbook = z.strictObject({
  never: z.array(id).min(1).max(playbookLimits.neverMax).describe('what is never done meanwhile'),
  runbook: id.optional().describe('heading of docs/runbook.md that says more'),
  begin: z.strictObject({ guard: id, operator: id.optional() }).describe('the first step of each role'),
  steps: z.record(id, step),
});
export type Playbook = z.infer<typeof playbook>;

const isEnd = (target: string): target is End => ends.some((end) => end === target);

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
