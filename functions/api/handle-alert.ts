import { may } from '../../domain/access/may.ts';
import type { Principal } from '../../domain/access/principal.ts';
import { type AlertAction, handleAlert, isAboutPerson } from '../../domain/alerts/life-cycle.ts';
import type { RouteName } from '../../domain/api/routes.ts';
import type { Deed } from '../../domain/audit-trail.ts';
import { GatehouseError } from '../../domain/errors.ts';
import { apiLimits } from '../../domain/limits/api.ts';
import type { Alert } from '../../domain/messages/alert.ts';
import type { Alerting } from '../shared/alerting.ts';
import type { AlertsStore } from '../shared/alerts-store.ts';
import type { AuditTrail } from '../shared/audit-trail.ts';
import type { Retry } from '../shared/retry.ts';
import { toInstant } from '../shared/timing.ts';
import { notFound, type Outcome, type Refused } from './answer.ts';
import type { GateConfigs } from './gate-configs.ts';
import type { Asked, Handlers } from './handler-of.ts';
import type { OnDuty } from './shifts/on-duty.ts';
import type { ShiftParts } from './shifts/shift-handlers.ts';

export interface AlertParts {
  alerts: AlertsStore;
  alerting: Alerting;
  auditTrail: AuditTrail;
  gateConfigs: GateConfigs;
  onDuty: OnDuty;
}

/** Who handles which alert, by which request. */
type Handling = Pick<Asked<RouteName>, 'principal' | 'alert' | 'seen' | 'request' | 'nowMs' | 'retry'>;

export function createAlertHandlers(
  parts: AlertParts,
): Pick<Handlers, 'getAlert' | 'acknowledgeAlert' | 'measureAlert' | 'resolveAlert' | 'handOverAlert' | 'reopenAlert'> {
  return {
    async getAlert({ principal, alert, retry }) {
      const found = await findVisible(parts.alerts, principal, alert, retry);
      return found ? { answer: found, revision: found.revision } : notFound;
    },
    acknowledgeAlert: (asked) => handle(parts, 'acknowledgeAlert', asked, { kind: 'acknowledge' }),
    async measureAlert(asked) {
      const found = await findVisible(parts.alerts, asked.principal, asked.alert, asked.retry);
      if (!found) return notFound;
      const { contactLimitC } = await parts.gateConfigs.latest(found.gate, asked.retry);
      return handle(parts, 'measureAlert', asked, { kind: 'measure', contactLimitC, ...asked.body });
    },
    resolveAlert: (asked) => handle(parts, 'resolveAlert', asked, { kind: 'resolve', ...asked.body }),
    handOverAlert: (asked) => handle(parts, 'handOverAlert', asked, { kind: 'hand-over', ...asked.body }),
    reopenAlert: (asked) => handle(parts, 'reopenAlert', asked, { kind: 'reopen' }),
  };
}

/** Hands an alert, as it was just read, over to who begins a shift. */
export function createTakeOver(parts: AlertParts): ShiftParts['takeOver'] {
  return async ({ alertId, revision }, to, { principal, request, nowMs, retry }) => {
    const asked = { principal, alert: alertId, seen: revision, request: `${request}#${nowMs}`, nowMs, retry };
    return 'answer' in (await handle(parts, 'handOverAlert', asked, { kind: 'hand-over', to }));
  };
}

/**
 * The conditional write decides who was first. What is done is in the audit trail before it is done, so that nothing
 * is done that is not there; what then did not come about is there too.
 */
async function handle(
  parts: AlertParts,
  what: RouteName,
  asked: Handling,
  action: AlertAction,
): Promise<Outcome<Alert>> {
  const { alerts, alerting, auditTrail, onDuty } = parts;
  const { principal, request, nowMs, retry } = asked;
  const at = toInstant(nowMs);
  for (let tries = 0; tries < apiLimits.alertWritesMax; tries++) {
    const now = await findVisible(alerts, principal, asked.alert, retry);
    if (!now) return notFound;
    if (!mayHandle(principal, now)) return { problem: 'not-allowed' };
    const by = await onDuty(principal, now.community, nowMs, retry);
    if (!by) return { problem: 'not-on-shift' };
    const handled = handleAlert(now, action, { by, at });
    const refused = refusalOf(now, handled, asked.seen);
    if (refused) return (await isRepeated(parts, now, request, retry)) ?? refused;
    if ('refused' in handled) throw new GatehouseError('What is refused is not written.');
    const deed: Deed = { at, by, what, about: now.alertId, revision: now.revision, ...saidIn(action) };
    await auditTrail.append(now.community, deed, retry);
    if (await alerts.save(handled.alert, now.revision, { request, change: handled.change }, retry)) {
      await alerting.tell(handled.change, handled.alert, retry);
      return { answer: handled.alert, revision: handled.alert.revision };
    }
    await auditTrail.append(now.community, { ...deed, what: 'not-done', said: what }, retry);
  }
  throw new GatehouseError('Others wrote the alert each time.');
}

function mayHandle(principal: Principal, alert: Alert): boolean {
  const action = isAboutPerson(alert.kind) ? 'handle-alerts-about-persons' : 'handle-alerts-about-devices';
  return may(principal, action, alert);
}

/** That it does not fit says more than that it has changed: who acknowledged it, for instance. */
function refusalOf(alert: Alert, handled: ReturnType<typeof handleAlert>, seen: number): Refused | undefined {
  if ('refused' in handled) return { problem: handled.refused, alert };
  return alert.revision === seen ? undefined : { problem: 'changed-meanwhile', alert };
}

/** A request that was carried out, by somebody who came to grief before saying so: guards may not have heard either. */
async function isRepeated(
  { alerts, alerting }: AlertParts,
  now: Alert,
  request: string,
  retry: Retry,
): Promise<Outcome<Alert> | undefined> {
  const last = await alerts.lastRequest(now.alertId, retry);
  if (last?.request !== request) return undefined;
  await alerting.tell(last.change, now, retry);
  return { answer: now, revision: now.revision };
}

async function findVisible(
  alerts: AlertsStore,
  principal: Principal,
  alertId: string,
  retry: Retry,
): Promise<Alert | undefined> {
  const found = await alerts.find(alertId, retry);
  if (!found) return undefined;
  const action = isAboutPerson(found.kind) ? 'see-alerts-about-persons' : 'see-alerts-about-devices';
  return may(principal, action, found) ? found : undefined;
}

/** Of an action what the trail may hold: nothing that was measured, and no free text. */
function saidIn(action: AlertAction): Pick<Deed, 'said'> {
  if (action.kind === 'resolve') return { said: action.outcome };
  return action.kind === 'hand-over'
    ? { said: action.to.guard ?? action.to.subject.slice(0, apiLimits.reasonCharactersMax) }
    : {};
}
