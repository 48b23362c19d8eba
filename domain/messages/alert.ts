import * as z from 'zod';
import { outcomes, personAlertKinds } from '../alerts/kinds.ts';
import { escalationLimits } from '../limits/escalation.ts';
import { handlingLimits } from '../limits/handling.ts';
import { wireLimits } from '../limits/wire.ts';
import { contactC, epoch, id, instant, seq, site, skinC } from './fields.ts';
import { pass, reason } from './pass.ts';

/** What an alert is about. Guards handle persons; what is wrong with a device goes to the operator. */
export const alertKind = z.enum([
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
  contactAt: instant.optional().describe('when the gate read it'),
});

/** Who did something: the post that is signed in, and which of its guards. */
export const actor = z.object({
  subject: z.string().min(1).max(handlingLimits.subjectCharactersMax).describe('of the token that signed in'),
  guard: id.optional().describe('who of the post, when it has named its guards'),
});
export type Actor = z.infer<typeof actor>;

/** What a contact thermometer showed, beside the limit that was in force at the gate. What follows, people decide. */
const measurement = z.object({ contactC, contactLimitC: contactC, at: instant, by: actor });

/** What people did about an alert. */
const handling = z.object({
  acknowledgedAt: instant.optional(),
  acknowledgedBy: actor.optional(),
  measurement: measurement.optional().describe('the latest'),
  outcome: z.enum(outcomes).optional(),
  note: z
    .string()
    .max(handlingLimits.noteCharactersMax)
    .optional()
    .describe('for those who handle it; in no message to a phone'),
  resolvedBy: actor.optional().describe('absent when it was resolved by what gates sent'),
  handedOver: z
    .array(z.object({ at: instant, by: actor, to: actor }))
    .max(handlingLimits.handOversKept)
    .optional()
    .describe('the latest, oldest first'),
});

/** How somebody is told, beside the console; `operators` is their topic, for what reaches nobody else. */
const channels = ['push', 'sms', 'mail', 'webhook', 'operators'] as const;
export type Channel = (typeof channels)[number];

/** What became of telling somebody. Never a number, an address or a name. */
const told = z.object({
  roster: z.enum(['community', 'district']).optional(),
  person: id.optional().describe('as the roster names them'),
  channel: z.enum(channels).optional().describe('absent when nothing was sent'),
  result: z.enum([
    'accepted',
    'refused',
    'failed',
    /** It is subscribed no more. */
    'gone',
    /** It is theirs to be left alone, and this can wait. */
    'quiet',
    'budget-spent',
    /** No channel that this deployment has. */
    'unreachable',
    /** An earlier message says that there are alerts at this gate. */
    'grouped',
  ]),
  status: z.int().optional().describe('of HTTP'),
});
export type Told = z.infer<typeof told>;

const step = z.object({
  level: z.union([z.literal(1), z.literal(2)]).describe('1: the officer on duty, 2: the district'),
  at: instant,
  told: z.array(told).max(escalationLimits.toldMax).optional().describe('absent while people are being told'),
});
export type EscalationStep = z.infer<typeof step>;

/** Whom it has reached: the guards, then the officer on duty, then the district. */
const escalation = z.object({ level: z.int().min(0).max(2), steps: z.array(step).max(2) });

export const alert = z.object({
  alertId: z.string().max(wireLimits.alertIdCharactersMax),
  kind: alertKind,
  state: z.enum(['open', 'acknowledged', 'resolved']),
  revision: z.int().min(0).default(0).describe('rises with every change'),
  district: id,
  community: id,
  gate: id,
  raisedAt: instant.describe('when it happened, by the clock of who noticed it'),
  late: z.boolean().describe('arrived more than five minutes late: listed, no sound, no escalation'),
  person: personEvidence.optional(),
  detail: z.string().max(200).optional().describe('what was seen, as far as the kind does not say it; names nobody'),
  handling: handling.optional(),
  escalation: escalation.optional(),
  resolvedAt: instant.optional(),
});
export type Alert = z.infer<typeof alert>;

const changes = [
  'raised',
  'acknowledged',
  'measured',
  'resolved',
  'handed-over',
  /** It was resolved by mistake. */
  'reopened',
  'escalated',
] as const;

/** What consoles get on `guards/{district}/{community}/alerts`. At least once: they show one alert id once. */
export const alertMessage = z.object({
  change: z.enum(changes),
  alert: alert.describe('all of it as it is after the change; of two messages the one with the higher revision counts'),
});
export type AlertMessage = z.infer<typeof alertMessage>;
export type AlertChange = AlertMessage['change'];
