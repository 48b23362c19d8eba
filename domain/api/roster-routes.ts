import * as z from 'zod';
import { duties, reach, rosterPerson } from '../escalation/roster.ts';
import { rosterLimits } from '../limits/escalation.ts';
import { change, read } from './route.ts';

const person = rosterPerson.extend({
  reach: reach.optional().describe('left out: stays as it is. Only officers see it'),
});

/** All of a roster: what is left out of it is no more. */
const writtenRoster = z
  .strictObject({ people: z.array(person).max(rosterLimits.peopleMax), duties })
  .refine(({ people }) => new Set(people.map(({ person }) => person)).size === people.length, {
    path: ['people'],
    message: 'name each person once',
  })
  .refine(
    ({ people, duties }) => {
      const known = new Set(people.map(({ person }) => person));
      return duties.every((duty) => duty.people.every((one) => known.has(one)));
    },
    { path: ['duties'], message: 'are for people of this roster' },
  );

export const roster = z.object({
  people: z.array(
    person.extend({
      webhookKey: z
        .string()
        .optional()
        .describe('with which their webhook checks the signature: HMAC-SHA256, hexadecimal'),
    }),
  ),
  duties,
});

const both = { body: writtenRoster, answer: roster };

/** Who is on duty when, and how they are reached. */
export const rosterRoutes = {
  getRoster: read(
    '/communities/{community}/roster',
    'Who is told when guards do not see to an alert, with its revision as ETag',
    roster,
  ),
  putRoster: change(
    'PUT',
    '/communities/{community}/roster',
    'Writes the roster; the first time over revision 0',
    both,
    {
      ifMatch: true,
    },
  ),
  getDistrictRoster: read(
    '/districts/{district}/roster',
    'Who is told when the community does not see to it either',
    roster,
  ),
  putDistrictRoster: change(
    'PUT',
    '/districts/{district}/roster',
    'Writes the roster; the first time over revision 0',
    both,
    {
      ifMatch: true,
    },
  ),
};
