import { type AlertAction, handleAlert } from '../../domain/alerts/life-cycle.ts';
import type { Actor, Alert } from '../../domain/messages/alert.ts';
import type { Refusal } from '../api/api.ts';
import { outboxLimits } from '../limits.ts';

/** Something that a guard did about an alert, on its way to the API or waiting for a network. */
export interface Deed {
  /** Its Idempotency-Key: sent twice, it is done once. */
  key: string;
  alertId: string;
  action: AlertAction;
  /** The revision that the guard saw, with what they had done before counted in. */
  seen: number;
  by: Actor;
  /** When they did it, UTC. */
  at: string;
}

/** What somebody else did, or what was not allowed, came before it. */
export interface RefusedDeed {
  deed: Deed;
  reason: Refusal['reason'];
}

/** Deeds in their order. What is refused is kept until somebody has seen it. */
export interface Outbox {
  waiting: readonly Deed[];
  refused: readonly RefusedDeed[];
}

export const emptyOutbox: Outbox = { waiting: [], refused: [] };

/** The alert as it will be once all that waits is done: what a guard sees at once. */
export function withWaiting(alert: Alert, { waiting }: Outbox): Alert {
  return waiting
    .filter(({ alertId }) => alertId === alert.alertId)
    .reduce((before, { action, by, at }) => {
      const handled = handleAlert(before, action, { by, at });
      return 'alert' in handled ? handled.alert : before;
    }, alert);
}

export function withDeed(outbox: Outbox, deed: Deed): Outbox {
  if (outbox.waiting.length >= outboxLimits.deedsMax) return outbox;
  return { ...outbox, waiting: [...outbox.waiting, deed] };
}

export function withoutDeed(outbox: Outbox, key: string): Outbox {
  return { ...outbox, waiting: outbox.waiting.filter((deed) => deed.key !== key) };
}

/**
 * After the API has refused a deed: it is shown, and what was done to the same alert after it goes with it, since it was
 * meant for an alert that was not so.
 */
export function withRefusal(outbox: Outbox, refused: Deed, reason: RefusedDeed['reason']): Outbox {
  return {
    waiting: outbox.waiting.filter(({ alertId }) => alertId !== refused.alertId),
    refused: [...outbox.refused, { deed: refused, reason }],
  };
}

export function withoutRefusal(outbox: Outbox, alertId: string): Outbox {
  return { ...outbox, refused: outbox.refused.filter(({ deed }) => deed.alertId !== alertId) };
}

/**
 * Whether a deed still means what it meant, though the alert has changed: people have done nothing, gates have sent more.
 * @param shown the alert that the guard saw, before what waits. @param now what the API says.
 */
export function isStillMeant(shown: Alert | undefined, now: Alert): boolean {
  return (
    shown !== undefined &&
    shown.state === now.state &&
    JSON.stringify(shown.handling ?? {}) === JSON.stringify(now.handling ?? {})
  );
}
