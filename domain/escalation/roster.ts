import * as z from 'zod';
import { rosterLimits } from '../limits/escalation.ts';
import { handlingLimits } from '../limits/handling.ts';
import { id } from '../messages/fields.ts';

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .describe('HH:MM in the time zone of the deployment');

/** `from` counts, `to` does not. One that ends before it begins goes over midnight; with both the same it is all day. */
const span = { from: timeOfDay, to: timeOfDay };

/** Personal data: encrypted in the table, for officers only, and in no log. */
export const reach = z.strictObject({
  name: z.string().trim().min(1).max(rosterLimits.nameCharactersMax).optional(),
  phone: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/)
    .describe('E.164: gets an SMS, where there are any')
    .optional(),
  webhook: z
    .url({ protocol: /^https$/ })
    .max(rosterLimits.webhookCharactersMax)
    .describe('gets a signed POST')
    .optional(),
});
export type Reach = z.infer<typeof reach>;

/** Somebody who can be told, and by what; the console hears of every step in any case. */
export const rosterPerson = z.strictObject({
  person: id.describe('opaque: this is what stands on alerts'),
  subject: z
    .string()
    .min(1)
    .max(handlingLimits.subjectCharactersMax)
    .describe('of their token: pushes go to what they have subscribed')
    .optional(),
  mail: z.boolean().default(false).describe('by what has subscribed to the topic of mails for this person'),
  quiet: z.strictObject(span).optional().describe('when only what cannot wait gets through'),
});
export type RosterPerson = z.infer<typeof rosterPerson>;

const duty = z.strictObject({
  weekdays: z.array(z.int().min(1).max(7)).min(1).max(7).describe('on which it begins; Monday is 1'),
  ...span,
  people: z.array(id).min(1).max(rosterLimits.peopleMax).describe('all of them are told'),
});

export const duties = z.array(duty).max(rosterLimits.dutiesMax);
export type Duty = z.infer<typeof duty>;
