import type { Alert } from '../../domain/messages/alert.ts';
import type { Connection, Me } from '../alerts/follow.ts';
import { type Known, nothingKnown, withAlert } from '../alerts/known.ts';
import type { App } from '../app/app.ts';
import { createDeeds } from '../app/deeds.ts';
import { createShifts } from '../app/shifts.ts';
import { createStore } from '../app/store.ts';
import type { Keep } from '../keep/keep.ts';
import { emptyOutbox, type Outbox } from '../outbox/outbox.ts';
import { createSender } from '../outbox/sender.ts';
import { madeUp } from './exercises.ts';
import { createPracticeApi } from './practice-api.ts';

/** So many wait at a time: enough to choose the worse one first. */
const openAtOnce = 2;
const trainee = { subject: 'practice', guard: 'trainee' };

export interface Practice {
  app: App;
  /** Forgets that there was one. */
  end(): void;
}

/**
 * The page's own parts on made-up alerts: the same views, outbox and rules, with an API and a keep in memory. Nothing of
 * the page that is signed in is in it but its settings.
 */
export function createPractice(
  { settings }: Pick<App, 'settings'>,
  place: Me['communities'][number],
  names: { trainee: string; colleague: string },
): Practice {
  const me: Me = { subject: trainee.subject, role: 'guard', communities: [place], hears: [] };
  const alerts = new Map<string, Alert>();
  const api = createPracticeApi({
    alerts,
    trainee,
    names,
    newId: () => crypto.randomUUID(),
    now: () => Date.now(),
  });
  const known = createStore<Known>(nothingKnown);
  const outbox = createStore<Outbox>(emptyOutbox);
  const shifts = createShifts(api);
  const heard = (alert: Alert) => {
    alerts.set(alert.alertId, alert);
    known.set(withAlert(known.get(), alert, Date.now()));
  };
  const shown = (id: string) => known.get().alerts.get(id);
  const sender = createSender({ api, outbox, shown, onAlert: heard, onNotOnShift: () => {} });
  const raise = () => {
    const open = [...known.get().alerts.values()].filter(({ state }) => state === 'open').length;
    const next = madeUp(known.get().alerts.size, place, new Date().toISOString());
    if (open < openAtOnce && next) heard(next);
  };
  const end = known.subscribe(raise);
  void shifts.load(me);
  raise();
  return {
    app: {
      settings,
      api,
      keep: inMemory(),
      session: createStore<ReturnType<App['session']['get']>>({ state: 'signed-in', me }),
      connection: createStore<Connection>('live'),
      known,
      outbox,
      shifts,
      ...createDeeds({ subject: () => trainee.subject, shifts, outbox, send: sender.send }),
      signIn: async () => {},
      signOut: async () => {},
    },
    end,
  };
}

function inMemory(): Keep {
  const kept = new Map<string, unknown>();
  return {
    read: async <Value>(name: string) => kept.get(name) as Value | undefined,
    write: async (name, value) => void kept.set(name, value),
    clear: async () => kept.clear(),
  };
}
