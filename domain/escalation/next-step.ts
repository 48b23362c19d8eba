import { isAboutPerson } from '../alerts/life-cycle.ts';
import { escalationLimits } from '../limits/escalation.ts';
import type { Alert, AlertKind, EscalationStep, Told } from '../messages/alert.ts';

/** How long an alert may wait until others hear of it, each since it was raised or confirmed. */
export interface Waits {
  officerMs: number;
  districtMs: number;
}

/** What is to be done about an alert next: to begin a step, or to go on with one whose teller came to grief. */
export interface NextStep {
  level: EscalationStep['level'];
  /** UTC. */
  dueAt: string;
  kind: 'begin' | 'go-on';
}

type Escalating = Pick<Alert, 'kind' | 'state' | 'late' | 'raisedAt' | 'person' | 'handling' | 'escalation'>;

/**
 * Which step is next, and when; undefined when nobody is to be told: a late alert, one of a device that goes to the
 * operators anyway, one that is resolved or that somebody has in hand, or one of which all have heard.
 */
export function nextStep(alert: Escalating, waits: Waits): NextStep | undefined {
  if (alert.late || alert.state === 'resolved' || !needsPeople(alert.kind) || isSeenTo(alert)) return undefined;
  const last = alert.escalation?.steps.at(-1);
  if (last && last.told === undefined) {
    return { level: last.level, dueAt: later(last.at, escalationLimits.tellingMs), kind: 'go-on' };
  }
  const since = confirmedAt(alert) ?? alert.raisedAt;
  if (last === undefined) return { level: 1, dueAt: later(since, waits.officerMs), kind: 'begin' };
  return last.level === 1 ? { level: 2, dueAt: later(since, waits.districtMs), kind: 'begin' } : undefined;
}

/** Somebody stands at the gate, has come through it, or has been at it; a device that is ill is for operators. */
function needsPeople(kind: AlertKind): boolean {
  return isAboutPerson(kind) || kind === 'gate-event' || kind === 'tampering';
}

/**
 * Whether somebody has it in hand. A suspected fever is the guard's own from the moment it is acknowledged; one that is
 * confirmed goes on, unless somebody took it in hand knowing that.
 */
function isSeenTo(alert: Escalating): boolean {
  const { handling, state } = alert;
  if (state === 'open') return false;
  const since = confirmedAt(alert);
  if (since === undefined) return true;
  const taken = [handling?.acknowledgedAt, handling?.handedOver?.at(-1)?.at];
  return taken.some((at) => at !== undefined && at > since);
}

/** When a contact thermometer showed a fever: the guard's by the page, or the one at the gate. */
function confirmedAt({ kind, person, handling }: Pick<Alert, 'kind' | 'person' | 'handling'>): string | undefined {
  if (kind !== 'fever') return undefined;
  const measured = handling?.measurement;
  // The latest reading counts, whatever the one before was.
  if (measured) return measured.contactC >= measured.contactLimitC ? measured.at : undefined;
  return person?.reason === 'fever-confirmed' ? person.contactAt : undefined;
}

/** Whether it gets through to people who want to be left alone. */
export function cannotWait(alert: Pick<Alert, 'kind' | 'person' | 'handling'>): boolean {
  return alert.kind === 'tampering' || alert.kind === 'quarantine-broken' || confirmedAt(alert) !== undefined;
}

/** An alert whose next step somebody has taken on: whoever writes this first is the one to tell people. */
export function takenOn<One extends Alert>(alert: One, { level, kind }: NextStep, at: string): One {
  const before = alert.escalation?.steps ?? [];
  const steps = [...(kind === 'go-on' ? before.slice(0, -1) : before), { level, at }];
  return { ...alert, revision: alert.revision + 1, escalation: { level, steps } };
}

/** An alert of whose last step it is known whom it has reached. */
export function toldOf<One extends Alert>(alert: One, level: NextStep['level'], told: readonly Told[]): One {
  const { steps = [] } = alert.escalation ?? {};
  const noted = steps.map((step) =>
    step.level === level ? { ...step, told: told.slice(0, escalationLimits.toldMax) } : step,
  );
  return {
    ...alert,
    revision: alert.revision + 1,
    escalation: { level: alert.escalation?.level ?? level, steps: noted },
  };
}

function later(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString();
}
