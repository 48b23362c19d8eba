import * as z from 'zod';
import { epoch, id, instant, seq, site, skinC } from './fields.ts';
import { pass, reason } from './pass.ts';

/** About somebody who stands, or stood, at the gate: for the guards, and for nobody else. */
export const personAlertKinds = [
  'fever',
  'refused-code',
  /** Let in with a code that was revoked by then; the gate did not have the revocation yet. */
  'revoked-code',
  /** Has to stay at home, and was let out by a gate that did not know it yet. */
  'quarantine-broken',
  /** At two gates that nobody can get from one to the other in that time: a copied code. */
  'impossible-walk',
  /** A code for one use, used again. */
  'used-twice',
] as const;

/** What an alert is about. Guards handle persons; what is wrong with a device goes to the operator. */
const alertKind = z.enum([
  ...personAlertKinds,
  'gate-offline',
  /** The gate's verdict does not follow from its own readings. */
  'gate-lying',
  /** The sensor is stuck, drifts, lies in the sun or cries wolf: everybody is measured by hand. */
  'sensor-fault',
  /** Door forced, held open, tailgating, tampering, fire release. */
  'gate-event',
  /** The gate sent passes that have not arrived; it is asked for them. */
  'passes-missing',
  'clock-wrong',
  /** A pass came with another content than before. */
  'tampering',
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
  contactC: pass.shape.contactC,
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
  detail: z.string().max(200).optional().describe('what was seen, as far as the kind does not say it; names nobody'),
  resolvedAt: instant.optional(),
});
export type Alert = z.infer<typeof alert>;

/** What consoles get on `guards/{district}/{community}/alerts`. At least once: they show one alert id once. */
export const alertMessage = z.object({
  change: z.enum(['raised', 'resolved']),
  alert,
});
export type AlertMessage = z.infer<typeof alertMessage>;
