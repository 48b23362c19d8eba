import type { Deed } from '../../domain/audit-trail.ts';
import { GatehouseError } from '../../domain/errors.ts';
import { type NextStep, nextStep, takenOn, toldOf, type Waits } from '../../domain/escalation/next-step.ts';
import { noticeOf } from '../../domain/escalation/text.ts';
import { escalationLimits } from '../../domain/limits/escalation.ts';
import type { Alert, Told } from '../../domain/messages/alert.ts';
import type { Alerting } from '../shared/alerting.ts';
import type { AlertsStore } from '../shared/alerts-store.ts';
import type { AuditTrail } from '../shared/audit-trail.ts';
import type { LookLater } from '../shared/look-later.ts';
import type { FunctionMetrics } from '../shared/metrics.ts';
import type { Retry } from '../shared/retry.ts';
import { toInstant } from '../shared/timing.ts';
import type { TakeGateMessage } from './gate-message.ts';
import { type TellParts, tellPeople } from './tell-people.ts';

export interface LookParts extends TellParts {
  alerts: AlertsStore;
  alerting: Alerting;
  auditTrail: AuditTrail;
  lookLater: LookLater;
  takeGateMessage: TakeGateMessage;
  metrics: FunctionMetrics;
  waits: Waits;
  consoleUrl: string;
}

/** Who does what the clock does, in the audit trail. */
const bySystem = { subject: 'gatehouse' };

/**
 * Looks at an alert, and tells others of it if that is due: the alert says what is next, whoever asks. The step is on
 * the alert before anybody is told, by a write with a condition: of many who look at once one tells. If that one comes
 * to grief half-way, the step is gone on with later.
 */
export async function lookAt(parts: LookParts, alertId: string, retry: Retry): Promise<void> {
  const { alerts, clock, lookLater, waits } = parts;
  for (let tries = 0; tries < escalationLimits.alertWritesMax; tries++) {
    const alert = await alerts.find(alertId, retry);
    const next = alert && nextStep(alert, waits);
    if (!next) return;
    const now = clock.now();
    if (Date.parse(next.dueAt) > now) return lookLater(alertId, next.dueAt, retry);
    const mine = takenOn(alert, next, toInstant(now));
    if (await alerts.amend(mine, alert.revision, retry)) return takeStep(parts, mine, next, retry);
  }
  throw new GatehouseError('Others wrote the alert each time.');
}

async function takeStep(parts: LookParts, alert: Alert, { level, dueAt }: NextStep, retry: Retry): Promise<void> {
  const { auditTrail, clock, metrics, takeGateMessage } = parts;
  const now = clock.now();
  metrics.milliseconds('escalationLatenessMs', now - Date.parse(dueAt));
  if (!(await takeGateMessage(alert, level, now, retry))) {
    return note(parts, alert.alertId, level, [{ result: 'grouped' }], retry);
  }
  await auditTrail.append(alert.community, deedOf(alert, level, now), retry);
  const told = await tellPeople(parts, { alert, level, notice: noticeOf(alert, parts) }, retry);
  metrics.count('escalations', 1);
  metrics.count('escalationsUnheard', told.some(({ channel }) => channel === 'operators') ? 1 : 0);
  metrics.count('messagesFailed', told.filter(({ result }) => result === 'failed' || result === 'refused').length);
  await note(parts, alert.alertId, level, told, retry);
}

function deedOf({ alertId, revision }: Alert, level: NextStep['level'], nowMs: number): Deed {
  const said = level === 1 ? 'officer' : 'district';
  return { at: toInstant(nowMs), by: bySystem, what: 'escalate', about: alertId, revision, said };
}

/** What became of it is on the alert, whatever others have done with it meanwhile, and consoles hear of it. */
async function note(
  { alerts, alerting }: LookParts,
  alertId: string,
  level: NextStep['level'],
  told: readonly Told[],
  retry: Retry,
): Promise<void> {
  for (let tries = 0; tries < escalationLimits.alertWritesMax; tries++) {
    const alert = await alerts.find(alertId, retry);
    if (!alert) return;
    const noted = toldOf(alert, level, told);
    if (await alerts.amend(noted, alert.revision, retry)) return alerting.tell('escalated', noted, retry);
  }
  throw new GatehouseError('Others wrote the alert each time.');
}
