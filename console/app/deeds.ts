import type { AlertAction } from '../../domain/alerts/life-cycle.ts';
import type { Actor, Alert } from '../../domain/messages/alert.ts';
import { type Outbox, withDeed } from '../outbox/outbox.ts';
import type { Shifts } from './shifts.ts';
import type { Store } from './store.ts';

/** What somebody does about alerts. */
export interface Deeds {
  /** Who does what is done now in a community. */
  actorIn(community: string): Actor;
  /** Does something about an alert, as it is shown: at once on screen, and as soon as can be for others. */
  act(alert: Alert, action: AlertAction): void;
}

export function createDeeds(options: {
  subject(): string;
  shifts: Pick<Shifts, 'now'>;
  outbox: Store<Outbox>;
  send(): void;
}): Deeds {
  const { subject, shifts, outbox, send } = options;
  const actorIn = (community: string): Actor => {
    const guard = shifts.now.get().get(community)?.guard;
    return { subject: subject(), ...(guard !== undefined && { guard }) };
  };
  return {
    actorIn,
    act({ alertId, community, revision }, action) {
      const by = actorIn(community);
      const at = new Date().toISOString();
      outbox.set(withDeed(outbox.get(), { key: crypto.randomUUID(), alertId, action, seen: revision, by, at }));
      send();
    },
  };
}
