import * as z from 'zod';
import { shiftLimits } from '../limits/shifts.ts';
import { id, instant } from '../messages/fields.ts';
import { isEasyPin } from '../shifts/pin.ts';
import { change, read, remove } from './route.ts';

const label = z
  .string()
  .trim()
  .min(1)
  .max(shiftLimits.labelCharactersMax)
  .regex(/^\P{Cc}*$/u)
  .describe('what colleagues call them; it need not be a name');

const pin = z
  .string()
  .regex(/^\d{4,6}$/)
  .describe('4 to 6 digits');

export const guard = z.object({ guard: id, label });

export const shift = z.object({
  guard: id,
  since: instant,
  until: instant.describe('when it ends by itself'),
});

export const shiftsNow = z.object({
  shift: shift.nullable().describe('of this sign-in; null: nobody is on shift'),
  others: z.array(shift).describe('of other sign-ins in the community'),
});

/*
 * None of these has an Idempotency-Key: what would be kept under it, a digest of the request, is as good as the PIN in it.
 * Each of them twice is the same as once.
 */

/** Who of a community's guards is at which phone. */
export const shiftRoutes = {
  listGuards: read(
    '/communities/{community}/guards',
    'Who may be on shift in a community',
    z.object({ guards: z.array(guard) }),
  ),
  putGuard: change(
    'PUT',
    '/communities/{community}/guards/{guard}',
    'Names a guard, or gives one another label or PIN',
    {
      body: z.strictObject({
        label,
        pin: pin
          .refine((digits) => !isEasyPin(digits), 'too easy to guess')
          .optional()
          .describe(
            '4 to 6 digits, not like 1111, 1234 or 8642; a new guard needs one, and a shift with the old one ends',
          ),
      }),
      answer: guard,
    },
  ),
  removeGuard: remove('/communities/{community}/guards/{guard}', 'Ends what a guard may do, and their shift'),
  getShift: read('/communities/{community}/shift', 'Who is on shift at this phone, and at others', shiftsNow),
  beginShift: change(
    'POST',
    '/communities/{community}/shift',
    'From now on this phone is held by a guard, who takes over from the one before',
    {
      body: z.strictObject({ guard: id, pin }),
      answer: z.object({ shift, handedOver: z.int().min(0).describe('alerts that were taken over') }),
    },
  ),
  endShift: remove('/communities/{community}/shift', 'Ends the shift at this phone'),
} as const;
