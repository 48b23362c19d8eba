import type { Alert } from '../../domain/messages/alert.ts';
import type { PageSettings } from '../../domain/page/settings.ts';
import { type Connection, follow, type Me } from '../alerts/follow.ts';
import { type Known, nothingKnown, withAlert } from '../alerts/known.ts';
import { type Api, createApi } from '../api/api.ts';
import { type Keep, openKeep } from '../keep/keep.ts';
import { emptyOutbox, type Outbox } from '../outbox/outbox.ts';
import { createSender } from '../outbox/sender.ts';
import { createIssuer } from '../sign-in/issuer.ts';
import { createTokens, type TokenKeeper } from '../sign-in/tokens.ts';
import { createDeeds, type Deeds } from './deeds.ts';
import { keepUp, recall, restore } from './kept.ts';
import { createShifts, type Shifts } from './shifts.ts';
import { createStore, type Store } from './store.ts';

type Session =
  | { state: 'starting' }
  /** `ended`: it was signed in, and is not any more. */
  | { state: 'signed-out'; why?: 'ended' | 'offline' }
  | { state: 'signed-in'; me: Me };

/** What all views share. */
export interface App extends Deeds {
  settings: PageSettings;
  api: Api;
  keep: Keep;
  session: Store<Session>;
  connection: Store<Connection>;
  known: Store<Known>;
  outbox: Store<Outbox>;
  shifts: Shifts;
  signIn(): Promise<void>;
  signOut(): Promise<void>;
}

/** @param pageUrl without query and hash: where a sign-in ends. */
export function createApp(settings: PageSettings, pageUrl: string): App & { start(query: URLSearchParams): void } {
  const session = createStore<Session>({ state: 'starting' });
  const connection = createStore<Connection>('connecting');
  const known = createStore<Known>(nothingKnown);
  const outbox = createStore<Outbox>(emptyOutbox);
  const keep = openKeep();
  const issuer = createIssuer(settings, pageUrl);
  let following: ReturnType<typeof follow> | undefined;

  const end = (why: 'ended' | 'offline') => {
    following?.end();
    following = undefined;
    session.set({ state: 'signed-out', why });
  };
  const tokens: TokenKeeper = createTokens(issuer, {
    onRefused: () => end('ended'),
    // A connection lasts as long as its token.
    onRenewed: () => following?.again(),
  });
  const signedOut = () => {
    tokens.forget();
    end('ended');
  };
  const api = createApi(settings.api, { token: (force) => tokens.fresh(force), onSignedOut: signedOut });
  const shifts = createShifts(api);
  const heard = (alert: Alert) => known.set(withAlert(known.get(), alert, Date.now()));
  const askShifts = () => {
    const now = session.get();
    if (now.state === 'signed-in') void shifts.load(now.me);
  };
  const sender = createSender({
    api,
    outbox,
    shown: (id) => known.get().alerts.get(id),
    onAlert: heard,
    onNotOnShift: askShifts,
  });
  connection.subscribe(() => connection.get() === 'live' && sender.send());
  shifts.now.subscribe(sender.send);

  const enter = async (me: Me) => {
    await restore(keep, me, { known, outbox, shifts });
    keepUp(keep, { known, outbox, shifts });
    session.set({ state: 'signed-in', me });
    following = follow(me, { api, mqttUrl: settings.mqtt, known, connection, token: () => tokens.fresh() });
    askShifts();
    sender.send();
  };
  const subject = () => {
    const now = session.get();
    return now.state === 'signed-in' ? now.me.subject : '';
  };

  return {
    settings,
    api,
    keep,
    session,
    connection,
    known,
    outbox,
    shifts,
    ...createDeeds({ subject, shifts, outbox, send: sender.send }),
    signIn: () => issuer.begin(),
    async signOut() {
      following?.end();
      await api.ask('signOut', { body: {} });
      const refreshToken = tokens.refreshToken();
      tokens.forget();
      await keep.clear();
      await issuer.end(refreshToken);
    },
    async start(query) {
      const granted = await issuer.finish(query);
      if (granted !== undefined && !tokens.take(granted)) return end('ended');
      if (!tokens.has()) return session.set({ state: 'signed-out' });
      const answered = await api.ask('getMe');
      // That it has ended has been said.
      if ('refused' in answered && answered.refused.reason === 'not-signed-in') return;
      const me = 'answer' in answered ? answered.answer : await recall(keep);
      if (me === undefined) return end('offline');
      await enter(me);
    },
  };
}
