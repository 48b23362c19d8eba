import { inOrder } from '../../domain/alerts/order.ts';
import type { Alert } from '../../domain/messages/alert.ts';
import type { Me } from '../alerts/follow.ts';
import type { Known } from '../alerts/known.ts';
import type { Keep } from '../keep/keep.ts';
import { keepLimits } from '../limits.ts';
import { emptyOutbox, type Outbox } from '../outbox/outbox.ts';
import type { Shifts } from './shifts.ts';
import type { Store } from './store.ts';

interface Stores {
  known: Store<Known>;
  outbox: Store<Outbox>;
  shifts: Pick<Shifts, 'now' | 'labels'>;
}

/** Of a tab: on one phone two people may have signed in, in two of them. */
const subjectKey = 'gatehouse-subject';

/** Whose page this was when it was open last in this tab; for when nobody can be asked. */
export async function recall(keep: Keep): Promise<Me | undefined> {
  const me = await keep.read<Me>('me');
  return me?.subject === sessionStorage.getItem(subjectKey) ? me : undefined;
}

/** Takes up what this person's page knew when it was open last. What another person left here is forgotten. */
export async function restore(keep: Keep, me: Me, { known, outbox, shifts }: Stores): Promise<void> {
  const before = await keep.read<Me>('me');
  if (before?.subject !== me.subject) await keep.clear();
  sessionStorage.setItem(subjectKey, me.subject);
  await keep.write('me', me);
  shifts.now.set((await keep.read('shifts')) ?? new Map());
  shifts.labels.set((await keep.read('labels')) ?? new Map());
  const alerts = (await keep.read<readonly Alert[]>('alerts')) ?? [];
  known.set({ alerts: new Map(alerts.map((alert) => [alert.alertId, alert])), heardAtMs: new Map() });
  outbox.set((await keep.read<Outbox>('outbox')) ?? emptyOutbox);
}

/** Keeps what changes: what is to be sent and who is on shift at once, the alerts now and then. */
export function keepUp(keep: Keep, { known, outbox, shifts }: Stores): void {
  let isWritingSoon = false;
  shifts.now.subscribe(() => void keep.write('shifts', shifts.now.get()));
  shifts.labels.subscribe(() => void keep.write('labels', shifts.labels.get()));
  outbox.subscribe(() => void keep.write('outbox', outbox.get()));
  known.subscribe(() => {
    if (isWritingSoon) return;
    isWritingSoon = true;
    setTimeout(() => {
      isWritingSoon = false;
      void keep.write('alerts', inOrder([...known.get().alerts.values()]).slice(0, keepLimits.alertsMax));
    }, keepLimits.writeEveryMs);
  });
}
