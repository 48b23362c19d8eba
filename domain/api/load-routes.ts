import * as z from 'zod';
import { loadLimits } from '../limits/escalation.ts';
import { actor } from '../messages/alert.ts';
import { instant } from '../messages/fields.ts';
import { read } from './route.ts';

/** An hour of a community, by UTC; alerts count in the hour in which they were raised. */
const loadHour = z.object({
  from: instant,
  alerts: z.int().min(0),
  escalated: z.int().min(0),
  unacknowledged: z.int().min(0),
  medianSeenS: z.number().min(0).nullable().describe('from raised to acknowledged'),
  guards: z.array(z.object({ guard: actor, alerts: z.int().min(1) })).describe('who acknowledged, busiest first'),
});

export const load = z.object({
  hours: z.array(loadHour).describe('oldest first; without those in which there was nothing'),
  complete: z.boolean().describe('false: there were more alerts than a report is made of, and the oldest are left out'),
});

/** What alerts ask of guards. */
export const loadRoutes = {
  getLoad: read(
    '/communities/{community}/load',
    'Alerts about persons for each guard and hour',
    load,
    z.strictObject({ hours: z.coerce.number().int().min(1).max(loadLimits.hoursMax).default(24) }),
  ),
};
