import { ingestLimits } from '../../domain/limits/functions.ts';
import type { Alert, AlertChange } from '../../domain/messages/alert.ts';
import type { AlertsStore } from './alerts-store.ts';
import { createLru } from './lru.ts';
import type { NotifyOperator } from './operator-notice.ts';
import type { Places } from './places.ts';
import type { PublishAlert } from './publisher.ts';
import type { Retry } from './retry.ts';

/** An alert before it is known whose guards it goes to. `community` is the one in the gate's topic. */
export type AlertDraft = Omit<Alert, 'state' | 'revision' | 'district' | 'handling' | 'escalation' | 'resolvedAt'>;

export interface Alerting {
  /** @returns whether this call raised it; false when it had been raised before. */
  raise(draft: AlertDraft, retry: Retry): Promise<boolean>;
  /** Resolves an alert and tells so. One that was not raised yet never will be. */
  resolve(draft: AlertDraft, resolvedAt: string, retry: Retry): Promise<void>;
  /** Tells the guards of a change, and the operators when it is the beginning or the end of what is wrong with a device. */
  tell(change: AlertChange, alert: Alert, retry: Retry): Promise<void>;
  /** Tells once more that an alert is resolved, if it is: for who raised it while somebody resolved it. */
  repeatResolved(alertId: string, retry: Retry): Promise<void>;
}

interface Parts {
  store: AlertsStore;
  places: Places;
  publish: PublishAlert;
  notifyOperator: NotifyOperator;
}

/** Raised once, published at least once (law 2): the item is written first, and then everybody is told. */
export function createAlerting({ store, places, publish, notifyOperator }: Parts): Alerting {
  const told = createLru<true>(ingestLimits.alertsRememberedMax);

  async function tell(change: AlertChange, alert: Alert, retry: Retry): Promise<void> {
    await Promise.all([publish({ change, alert }, retry), notifyOperator({ change, alert }, retry)]);
  }

  async function openAlert(draft: AlertDraft, retry: Retry): Promise<Alert> {
    return { ...draft, ...(await places.find(draft, retry)), state: 'open', revision: 0 };
  }

  async function raise(draft: AlertDraft, retry: Retry): Promise<boolean> {
    const { alertId } = draft;
    if (told.get(alertId)) return false;
    const alert = await openAlert(draft, retry);
    const created = await store.create(alert, retry);
    // Already there: whoever wrote it may have come to grief before telling anybody.
    const raised = created ? alert : await store.find(alertId, retry);
    if (raised && (created || (raised.state === 'open' && !raised.late))) await tell('raised', raised, retry);
    told.set(alertId, true);
    return created;
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
