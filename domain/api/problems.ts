import * as z from 'zod';
import { type AlertRefusal, alertRefusals } from '../alerts/life-cycle.ts';
import { alert } from '../messages/alert.ts';

/**
 * Every way in which a request is not answered as it was meant (RFC 9457). What somebody may not see is as if it were
 * not there, and no text says more than the reason.
 */
const general = {
  'bad-request': { status: 400, title: 'The request does not have the form that it should have' },
  'not-signed-in': { status: 401, title: 'Sign in again' },
  'not-allowed': { status: 403, title: 'This is for others to do' },
  'not-on-shift': { status: 403, title: 'Begin a shift first' },
  'pin-refused': { status: 403, title: 'Guard and PIN do not belong together' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'request-under-way': { status: 409, title: 'The same request is being carried out' },
  'changed-meanwhile': { status: 412, title: 'Somebody has changed it meanwhile' },
  'key-used-before': { status: 422, title: 'This Idempotency-Key belongs to another request' },
  'revision-needed': { status: 428, title: 'Say by If-Match which revision you have seen' },
  'too-many-requests': { status: 429, title: 'Wait a moment' },
  'gate-away': { status: 409, title: 'The gate cannot be reached, or is carrying out another command' },
  'too-many-guards': { status: 409, title: 'A community has no more guards than this' },
  internal: { status: 500, title: 'Something went wrong here; try again' },
} as const;

const refusalTitles: Readonly<Record<AlertRefusal, string>> = {
  'acknowledged-already': 'Somebody has it in hand',
  'not-acknowledged': 'Nobody has it in hand yet',
  'resolved-already': 'It is resolved',
  'not-resolved': 'It is not resolved',
  'nobody-to-measure': 'It is not about a person',
  'not-an-outcome-of-this-kind': 'An alert about a gate has no such outcome',
  'too-late-to-reopen': 'Only who resolved it can take that back, within a minute',
};

type GeneralReason = keyof typeof general;
export type ProblemReason = GeneralReason | AlertRefusal;
export const problemReasons: readonly ProblemReason[] = [
  ...(Object.keys(general) as GeneralReason[]),
  ...alertRefusals,
];

/** What a problem's `type` begins with; its reason follows. Nothing is to be fetched there. */
const typePrefix = 'urn:gatehouse:problem:';

/** The body of an answer that is a problem: `application/problem+json`. */
export const problem = z.object({
  type: z.templateLiteral([typePrefix, z.enum(problemReasons)]),
  title: z.string(),
  status: z.int().min(400).max(599),
  field: z.string().optional().describe('the first that is wrong'),
  alert: alert.optional().describe('as it is now, when that is why'),
  waitS: z.int().min(1).optional().describe('seconds after which to try again'),
});
type Problem = z.infer<typeof problem>;

export function describeProblem(reason: ProblemReason, more: Pick<Problem, 'field' | 'alert' | 'waitS'> = {}): Problem {
  const { status, title } =
    reason in general
      ? general[reason as GeneralReason]
      : { status: 409, title: refusalTitles[reason as AlertRefusal] };
  return { type: `${typePrefix}${reason}`, title, status, ...more };
}
