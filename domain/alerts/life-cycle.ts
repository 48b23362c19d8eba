import { handlingLimits } from '../limits/handling.ts';
import type { Actor, Alert, AlertChange, AlertKind } from '../messages/alert.ts';
import { type Outcome, personAlertKinds } from './kinds.ts';

/** What people may do with an alert. */
export type AlertAction =
  | { kind: 'acknowledge' }
  /** @param contactLimitC of the gate's config: kept beside what was measured, so that it can be read later. */
  | { kind: 'measure'; contactC: number; contactLimitC: number }
  | { kind: 'resolve'; outcome: Outcome; note?: string | undefined }
  | { kind: 'hand-over'; to: Actor }
  | { kind: 'reopen' };

/** Why an alert cannot be handled like this, as it is now. */
export const alertRefusals = [
  'acknowledged-already',
  'not-acknowledged',
  'resolved-already',
  'not-resolved',
  /** Nobody stands at a gate that is offline, or in front of what it did alone. */
  'nobody-to-measure',
  /** A gate is not let in and sent to no doctor. */
  'not-an-outcome-of-this-kind',
  /** It was resolved by what gates sent, by somebody else, or too long ago. */
  'too-late-to-reopen',
] as const;
export type AlertRefusal = (typeof alertRefusals)[number];

/** Who does something, and when (UTC). */
export interface Deed {
  by: Actor;
  at: string;
}

type Handled = { alert: Alert; change: AlertChange } | { refused: AlertRefusal };

/** An alert after somebody has handled it, with the next revision; or why that does not fit it as it is now. */
export function handleAlert(alert: Alert, action: AlertAction, deed: Deed): Handled {
  switch (action.kind) {
    case 'acknowledge':
      return acknowledge(alert, deed);
    case 'measure':
      return measure(alert, action, deed);
    case 'resolve':
      return resolve(alert, action, deed);
    case 'hand-over':
      return handOver(alert, action.to, deed);
    case 'reopen':
      return reopen(alert, deed);
  }
}

/** Whose alert it is now: who acknowledged it, or to whom it was handed over since. */
export function heldBy({ handling }: Pick<Alert, 'handling'>): Actor | undefined {
  return handling?.handedOver?.at(-1)?.to ?? handling?.acknowledgedBy;
}

function isSameActor(one: Actor | undefined, other: Actor | undefined): boolean {
  return one !== undefined && one.subject === other?.subject && one.guard === other.guard;
}

/** Whether it is about somebody who stands, or stood, at the gate. */
export function isAboutPerson(kind: AlertKind): boolean {
  const aboutPersons: readonly AlertKind[] = personAlertKinds;
  return aboutPersons.includes(kind);
}

function acknowledge(alert: Alert, deed: Deed): Handled {
  if (alert.state === 'resolved') return { refused: 'resolved-already' };
  if (alert.state === 'acknowledged') return { refused: 'acknowledged-already' };
  return { alert: next(acknowledged(alert, deed)), change: 'acknowledged' };
}

/** Anybody may measure who stands there: also whose alert it is not. */
function measure(
  alert: Alert,
  { contactC, contactLimitC }: Extract<AlertAction, { kind: 'measure' }>,
  deed: Deed,
): Handled {
  if (alert.state === 'resolved') return { refused: 'resolved-already' };
  if (!isAboutPerson(alert.kind)) return { refused: 'nobody-to-measure' };
  const seen = acknowledged(alert, deed);
  const handling = { ...seen.handling, measurement: { contactC, contactLimitC, ...deed } };
  return { alert: next({ ...seen, handling }), change: 'measured' };
}

function resolve(alert: Alert, { outcome, note }: Extract<AlertAction, { kind: 'resolve' }>, deed: Deed): Handled {
  if (alert.state === 'resolved') return { refused: 'resolved-already' };
  const isOfPersons = outcome === 'let-in' || outcome === 'referred';
  if (isOfPersons && !isAboutPerson(alert.kind)) return { refused: 'not-an-outcome-of-this-kind' };
  const seen = acknowledged(alert, deed);
  const handling = { ...seen.handling, outcome, ...(note !== undefined && { note }), resolvedBy: deed.by };
  return { alert: next({ ...seen, state: 'resolved', handling, resolvedAt: deed.at }), change: 'resolved' };
}

/** At a shift's change, or because somebody takes over: who of the community does not matter. */
function handOver(alert: Alert, to: Actor, deed: Deed): Handled {
  if (alert.state === 'resolved') return { refused: 'resolved-already' };
  if (alert.state === 'open') return { refused: 'not-acknowledged' };
  const handedOver = [...(alert.handling?.handedOver ?? []), { ...deed, to }].slice(-handlingLimits.handOversKept);
  return { alert: next({ ...alert, handling: { ...alert.handling, handedOver } }), change: 'handed-over' };
}

/** Takes back a wrong tap. What was measured and who holds it stays; what it was resolved with goes. */
function reopen(alert: Alert, { by, at }: Deed): Handled {
  const { handling, resolvedAt, ...unresolved } = alert;
  if (alert.state !== 'resolved' || resolvedAt === undefined) return { refused: 'not-resolved' };
  const agoMs = Date.parse(at) - Date.parse(resolvedAt);
  if (!isSameActor(handling?.resolvedBy, by) || agoMs > handlingLimits.undoWithinMs) {
    return { refused: 'too-late-to-reopen' };
  }
  const { outcome, note, resolvedBy, ...kept } = handling ?? {};
  return { alert: next({ ...unresolved, state: 'acknowledged', handling: kept }), change: 'reopened' };
}

/** Who measures or resolves has seen it: the first to touch an alert has acknowledged it. */
function acknowledged(alert: Alert, { by, at }: Deed): Alert {
  if (alert.state !== 'open') return alert;
  const handling = { ...alert.handling, acknowledgedAt: at, acknowledgedBy: by };
  return { ...alert, state: 'acknowledged', handling };
}

function next(alert: Alert): Alert {
  return { ...alert, revision: alert.revision + 1 };
}
