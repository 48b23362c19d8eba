import { GatehouseError } from '../../domain/errors.ts';
import { nextStep, type Waits } from '../../domain/escalation/next-step.ts';
import { escalationLimits } from '../../domain/limits/escalation.ts';
import { ingestLimits } from '../../domain/limits/functions.ts';
import type { Alert, AlertChange } from '../../domain/messages/alert.ts';
import type { AlertsStore } from './alerts-store.ts';
import type { LookLater } from './look-later.ts';
import { createLru } from './lru.ts';
import type { NotifyOperator } from './operator-notice.ts';
import type { Places } from './places.ts';
import type { PublishAlert } from './publisher.ts';
import type { Retry } from './retry.ts';
import { allSettled } from './settled.ts';

/** An alert before it is known whose guards it goes to. `community` is the one in the gate's topic. */
export type AlertDraft = Omit<Alert, 'state' | 'revision' | 'district' | 'handling' | 'escalation' | 'resolvedAt'>;

export interface Alerting {
  /** @returns whether this call raised it; false when it had been raised before. */
  raise(draft: AlertDraft, retry: Retry): Promise<boolean>;
  /** Resolves an alert and tells so. One that was not raised yet never will be. */
  resolve(draft: AlertDraft, resolvedAt: string, retry: Retry): Promise<void>;
  /**
   * Tells the guards of a change, and the operators when it is the beginning or the end of what is wrong with a device;
   * and has somebody look again when others will have to hear of it.
   */
  tell(change: AlertChange, alert: Alert, retry: Retry): Promise<void>;
  /** Tells once more that an alert is resolved, if it is: for who raised it while somebody resolved it. */
  repeatResolved(alertId: string, retry: Retry): Promise<void>;
}

interface Parts {
  store: AlertsStore;
  places: Places;
  publish: PublishAlert;
  notifyOperator: NotifyOperator;
  lookLater: LookLater;
  waits: Waits;
}

/** Raised once, published at least once (law 2): the item is written first, and then everybody is told. */
export function createAlerting({ store, places, publish, notifyOperator, lookLater, waits }: Parts): Alerting {
  const told = createLru<true>(ingestLimits.alertsRememberedMax);

  async function tell(change: AlertChange, alert: Alert, retry: Retry): Promise<void> {
    const next = nextStep(alert, waits);
    await allSettled([
      publish({ change, alert }, retry),
      notifyOperator({ change, alert }, retry),
      next ? lookLater(alert.alertId, next.dueAt, retry) : Promise.resolve(),
    ]);
  }

  async function openAlert(draft: AlertDraft, retry: Retry): Promise<Alert> {
    return { ...draft, ...(await places.find(draft, retry)), state: 'open', revision: 0 };
  }

  async function raise(draft: AlertDraft, retry: Retry): Promise<boolean> {
    const known = `${draft.alertId} ${isConfirmed(draft)}`;
    if (told.get(known)) return false;
    const alert = await openAlert(draft, retry);
    const created = await store.create(alert, retry);
    await (created ? tell('raised', alert, retry) : repeat(draft, retry));
    told.set(known, true);
    return created;
  }

  /** Already there: whoever wrote it may have come to grief before telling anybody, and more may be known by now. */
  async function repeat(draft: AlertDraft, retry: Retry): Promise<void> {
    for (let tries = 0; tries < escalationLimits.alertWritesMax; tries++) {
      const raised = await store.find(draft.alertId, retry);
      if (!raised || raised.state === 'resolved') return;
      if (isConfirmed(raised) || !isConfirmed(draft)) {
        return raised.state === 'open' && !raised.late ? tell('raised', raised, retry) : undefined;
      }
      const confirmed = { ...raised, revision: raised.revision + 1, person: draft.person };
      if (await store.amend(confirmed, raised.revision, retry)) return tell('measured', confirmed, retry);
    }
    throw new GatehouseError('Others wrote the alert each time.');
  }

  async function resolve(draft: AlertDraft, resolvedAt: string, retry: Retry): Promise<void> {
    const { alertId } = draft;
    const before = await store.resolve(alertId, resolvedAt, retry);
    if (before) return tell('resolved', before, retry);
    const resolved: Alert = { ...(await openAlert(draft, retry)), state: 'resolved', resolvedAt };
    // Not raised yet, though somebody may be about to: an alert that is resolved from the start stops him.
    if (await store.create(resolved, retry)) return;
    // Raised in between, or resolved before and perhaps never told.
    const since = (await store.resolve(alertId, resolvedAt, retry)) ?? (await store.find(alertId, retry));
    if (since) await tell('resolved', since, retry);
  }

  async function repeatResolved(alertId: string, retry: Retry): Promise<void> {
    const alert = await store.find(alertId, retry);
    if (alert?.state === 'resolved') await tell('resolved', alert, retry);
  }

  return { raise, resolve, tell, repeatResolved };
}

/** A fever of which the contact thermometer at the gate has said that it is one. */
function isConfirmed({ person }: Pick<Alert, 'person'>): boolean {
  return person?.reason === 'fever-confirmed';
}
