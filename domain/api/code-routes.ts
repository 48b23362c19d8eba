import * as z from 'zod';
import { codeLimits } from '../limits/codes.ts';
import { id, instant } from '../messages/fields.ts';
import { tokenIdText } from './fields.ts';
import { change, nothing } from './route.ts';

const hoursMax = codeLimits.phonePassSMax / 3_600;

export const visitorCode = z.object({
  id: tokenIdText.describe('revokes it'),
  community: id,
  code: z.string().describe('the text of the QR code: to be shown and kept nowhere'),
  fromAt: instant,
  untilAt: instant,
  singleUse: z.boolean(),
});

/** Codes for visitors. */
export const codeRoutes = {
  issueVisitorCode: change(
    'POST',
    '/visitor-codes',
    'Signs a code for a visitor. The same Idempotency-Key gives the same code, signed again: its text is not kept',
    {
      body: z.strictObject({
        community: id,
        hours: z.int().min(1).max(hoursMax).default(hoursMax),
        singleUse: z.boolean().default(true),
      }),
      answer: visitorCode,
    },
    { status: 201, idempotencyKey: true },
  ),
  revokeVisitorCode: change(
    'POST',
    '/visitor-codes/{code}/revoke',
    'Has gates refuse a code, once they have the next list: within a minute. Twice is the same as once',
    { body: z.strictObject({}), answer: nothing },
    { status: 204 },
  ),
};
