import * as z from 'zod';
import { playbookLimits } from '../limits/handling.ts';
import { id } from '../messages/fields.ts';
import { phases } from './walk.ts';

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
