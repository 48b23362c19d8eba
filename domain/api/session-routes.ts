import * as z from 'zod';
import { roles } from '../access/principal.ts';
import { handlingLimits } from '../limits/handling.ts';
import { id } from '../messages/fields.ts';
import { change, nothing, read } from './route.ts';

export const me = z.object({
  subject: z.string().max(handlingLimits.subjectCharactersMax),
  role: z.enum(roles),
  communities: z.array(z.object({ district: id, community: id })).describe('all that the places of the token come to'),
  hears: z.array(z.string()).describe('topic filters of the alerts that it may hear by MQTT'),
});

/** Who is signed in. */
export const sessionRoutes = {
  getMe: read('/me', 'Who is signed in, and where they may do anything', me),
  signOut: change(
    'POST',
    '/sign-out',
    'Ends the sign-in: none of its tokens is good for anything from now on',
    { body: z.strictObject({}), answer: nothing },
    { status: 204 },
  ),
};
