import * as z from 'zod';
import { outcomes } from '../alerts/kinds.ts';
import { handlingLimits } from '../limits/handling.ts';
import { actor, alert } from '../messages/alert.ts';
import { contactC, id } from '../messages/fields.ts';
import { cursor, next, pageSize } from './fields.ts';
import { change, read } from './route.ts';

const handled = { ifMatch: true, idempotencyKey: true } as const;

export const alertsPage = z.object({ alerts: z.array(alert), next });

const listed = z.strictObject({
  community: id,
  state: z.enum(['unresolved', 'resolved']).default('unresolved'),
  cursor: cursor.optional(),
  limit: pageSize,
});

/** Alerts, and what people do about them. */
export const alertRoutes = {
  listAlerts: read(
    '/alerts',
    'Alerts of a community: those not resolved worst first and then newest first, resolved ones newest first',
    alertsPage,
    listed,
  ),
  getAlert: read('/alerts/{alert}', 'One alert, with its revision as ETag', alert),
  acknowledgeAlert: change(
    'POST',
    '/alerts/{alert}/acknowledge',
    'Takes an alert in hand; of two at the same moment one wins',
    { body: z.strictObject({}), answer: alert },
    handled,
  ),
  measureAlert: change(
    'POST',
    '/alerts/{alert}/measure',
    'What a contact thermometer shows; it decides nothing by itself',
    { body: z.strictObject({ contactC }), answer: alert },
    handled,
  ),
  resolveAlert: change(
    'POST',
    '/alerts/{alert}/resolve',
    'Closes an alert with its outcome',
    {
      body: z.strictObject({
        outcome: z.enum(outcomes),
        note: z.string().trim().min(1).max(handlingLimits.noteCharactersMax).optional(),
      }),
      answer: alert,
    },
    handled,
  ),
  handOverAlert: change(
    'POST',
    '/alerts/{alert}/hand-over',
    'Gives an alert that is in hand to somebody else, or takes it over',
    { body: z.strictObject({ to: actor }), answer: alert },
    handled,
  ),
  reopenAlert: change(
    'POST',
    '/alerts/{alert}/reopen',
    'Takes back a wrong tap: by who resolved it, within a minute',
    { body: z.strictObject({}), answer: alert },
    handled,
  ),
};
