import type { Alert } from '../../domain/messages/alert.ts';
import { alertLimits } from '../limits.ts';

/** The alerts that the page knows: each as it was heard last. */
export interface Known {
  alerts: ReadonlyMap<string, Alert>;
  /** When each was heard last by a message or an answer, in milliseconds; a list does not count. */
  heardAtMs: ReadonlyMap<string, number>;
}

export const nothingKnown: Known = { alerts: new Map(), heardAtMs: new Map() };

/** An alert as a message or an answer tells it. One that is older than what is known changes nothing. */
export function withAlert(known: Known, alert: Alert, nowMs: number): Known {
  const before = known.alerts.get(alert.alertId);
  if (before !== undefined && before.revision > alert.revision) return known;
  return {
    alerts: before?.revision === alert.revision ? known.alerts : new Map(known.alerts).set(alert.alertId, alert),
    heardAtMs: new Map(known.heardAtMs).set(alert.alertId, nowMs),
  };
}

/**
 * All that is unresolved in a community, as a list tells it: what is known and not in it was resolved while nobody
 * listened. What was heard since the list was asked for, or shortly before, stays.
 */
export function withList(
  known: Known,
  { community, alerts, askedAtMs }: { community: string; alerts: readonly Alert[]; askedAtMs: number },
): Known {
  const next = new Map(known.alerts);
  const listed = new Set(alerts.map(({ alertId }) => alertId));
  for (const [id, alert] of known.alerts) {
    if (alert.community !== community || listed.has(id)) continue;
    if ((known.heardAtMs.get(id) ?? 0) < askedAtMs - alertLimits.listBehindMs) next.delete(id);
  }
  for (const alert of alerts) {
    const before = next.get(alert.alertId);
    if (before === undefined || before.revision < alert.revision) next.set(alert.alertId, alert);
  }
  const heardAtMs = new Map([...known.heardAtMs].filter(([id]) => next.has(id)));
  return { alerts: next, heardAtMs };
}

/** Forgets what is resolved, but for the latest: they can be looked at, and one of them taken back. */
export function trimmed(known: Known, resolvedMax: number): Known {
  const resolved = [...known.alerts.values()].filter(({ state }) => state === 'resolved');
  if (resolved.length <= resolvedMax) return known;
  const gone = resolved
    .toSorted((a, b) => ((a.resolvedAt ?? '') < (b.resolvedAt ?? '') ? 1 : -1))
    .slice(resolvedMax)
    .map(({ alertId }) => alertId);
  const alerts = new Map(known.alerts);
  const heardAtMs = new Map(known.heardAtMs);
  for (const id of gone) {
    alerts.delete(id);
    heardAtMs.delete(id);
  }
  return { alerts, heardAtMs };
}
