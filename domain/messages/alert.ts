import * as z from 'zod';
import { epoch, id, instant, seq, site, skinC } from './fields.ts';
import { pass, reason } from './pass.ts';

/** What an alert is about. Guards handle persons; what is wrong with a device goes to the operator. */
const alertKind = z.enum([
  'fever',
  'refused-code',
  'gate-offline',
  /** The gate's verdict does not follow from its own readings. */
  'gate-lying',
  /** Door forced, held open, tailgating, tampering, fire release. */
  'gate-event',
  /** A gate sent more that could not be understood than is kept, and was disabled. */
  'gate-disabled',
]);
export type AlertKind = z.infer<typeof alertKind>;

/**
 * District of a gate that the cloud does not know, which an enrolment that broke off half-way leaves behind. Its alerts
 * must still reach somebody: they are stored and published under this district, and the operators are told.
 */
export const unassignedDistrict = 'unassigned';

/** What was measured, for the guard at the gate: never in a log, a metric or a message to a phone (law 6). */
const personEvidence = z.object({
  epoch,
  seq,
  direction: pass.shape.direction,
  site,
  skinC: skinC.nullable(),
  baselineC: skinC.nullable(),
  reason,
});

export const alert = z.object({
  alertId: z.string().max(200),
  kind: alertKind,
  state: z.enum(['open', 'acknowledged', 'resolved']),
  district: id,
  community: id,
  gate: id,
  raisedAt: instant.describe('when it happened, by the clock of who noticed it'),
  late: z.boolean().describe('arrived more than five minutes late: listed, no sound, no escalation'),
  person: personEvidence.optional(),
  detail: z.string().max(200).optional().describe('device alerts: what was seen'),
  resolvedAt: instant.optional(),
});
export type Alert = z.infer<typeof alert>;

/** What consoles get on `guards/{district}/{community}/alerts`. At least once: they show one alert id once. */
export const alertMessage = z.object({
  change: z.enum(['raised', 'resolved']),
  alert,
});
export type AlertMessage = z.infer<typeof alertMessage>;
