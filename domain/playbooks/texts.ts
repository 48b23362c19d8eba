import * as z from 'zod';
import { playbookLimits } from '../limits/handling.ts';
import { id } from '../messages/fields.ts';
import { callees, type Playbook, playbookRoles, stepKinds } from './playbook.ts';
import { ends, limitPlace, phases, waysOn } from './walk.ts';

/** The share of a phone's line, of three lines at most, that a text takes up. */
function shareOfLine(text: string): number {
  const characters = [...text];
  const wide = characters.filter((one) => /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u.test(one)).length;
  return wide / playbookLimits.hanCharactersMax + (characters.length - wide) / playbookLimits.otherCharactersMax;
}

function text(ofLineMax: number) {
  return z
    .string()
    .regex(/^\S(.*\S)?$/, 'is empty, or begins or ends with a blank')
    .refine((one) => !/[{}]/.test(one.replaceAll(limitPlace, '')), `has braces that are not ${limitPlace}`)
    .refine((one) => shareOfLine(one) <= ofLineMax, 'is too long for a phone');
}
const line = text(1);
const label = text(playbookLimits.labelOfLineMax);

/** All words of one language. Answers and what is never done are written once for all playbooks. */
export const texts = z.strictObject({
  language: label.describe('its own name for itself'),
  labels: z.strictObject({
    map: label,
    motto: line,
    never: label,
    phases: z.record(z.enum(phases), z.strictObject({ name: label, sign: label, about: label })),
    kinds: z.record(z.enum(stepKinds), label),
    roles: z.record(z.enum(playbookRoles), label),
    ends: z.record(z.enum(ends), label),
    callees: z.record(z.enum(callees), label),
  }),
  answers: z.record(id, label),
  never: z.record(id, line),
  playbooks: z.record(id, z.strictObject({ title: label, when: line, steps: z.record(id, line) })),
});
export type Texts = z.infer<typeof texts>;

/**
 * What is missing in a language, or left over, beside the playbooks that there are.
 * @returns a line for each fault; none when every word of every playbook is there.
 */
export function textFaults(
  playbooks: Readonly<Record<string, Playbook>>,
  { answers, never, playbooks: own }: Texts,
): string[] {
  const all = Object.entries(playbooks);
  const steps = all.flatMap(([, { steps }]) => Object.values(steps));
  const given = new Set(steps.flatMap((step) => waysOn(step).flatMap(({ answer }) => answer ?? [])));
  const forbidden = new Set(all.flatMap(([, playbook]) => playbook.never));
  return [
    ...differences('playbook', Object.keys(playbooks), Object.keys(own)),
    ...differences('answer', given, Object.keys(answers)),
    ...differences('never', forbidden, Object.keys(never)),
    ...all.flatMap(([kind, playbook]) => {
      const words = own[kind]?.steps;
      return words ? differences(`${kind}: step`, Object.keys(playbook.steps), Object.keys(words)) : [];
    }),
  ];
}

function differences(what: string, wanted: Iterable<string>, there: Iterable<string>): string[] {
  const [used, written] = [new Set(wanted), new Set(there)];
  return [
    ...[...used].filter((one) => !written.has(one)).map((one) => `${what} "${one}" has no text`),
    ...[...written].filter((one) => !used.has(one)).map((one) => `${what} "${one}" has a text, and nothing uses it`),
  ];
}
