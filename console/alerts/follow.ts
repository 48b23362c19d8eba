import { consoleClientId } from '../../domain/access/console-client.ts';
import type { AnswerOf } from '../../domain/api/routes.ts';
import type { Alert } from '../../domain/messages/alert.ts';
import { iotAuthorizerNames } from '../../domain/names.ts';
import type { Api } from '../api/api.ts';
import type { Store } from '../app/store.ts';
import { alertLimits, listenLimits } from '../limits.ts';
import { listen } from '../live/listener.ts';
import { type Known, trimmed, withAlert, withList } from './known.ts';

export type Me = AnswerOf<'getMe'>;

/** `connecting`: for the first time, or again; `live`: all is listed and whatever comes is heard. */
export type Connection = 'connecting' | 'live' | 'offline';

interface Parts {
  api: Api;
  mqttUrl: string;
  known: Store<Known>;
  connection: Store<Connection>;
  token(): Promise<string | undefined>;
}

/**
 * Keeps what is known of somebody's alerts true: listens, asks for what it missed each time it begins to listen, and
 * begins again when a connection ends. @returns begins anew, as with another token; and ends it.
 */
export function follow(me: Me, parts: Parts): { again(): void; end(): void } {
  const { known, connection } = parts;
  const page = crypto.randomUUID().replaceAll('-', '');
  let stop = () => {};
  let ended = false;
  let pauseMs: number = listenLimits.againFirstMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;

  const hear = (payload: Uint8Array) => {
    const alert = alertIn(payload);
    if (alert) known.set(trimmed(withAlert(known.get(), alert, Date.now()), alertLimits.resolvedKept));
  };
  const later = () => {
    if (ended) return;
    connection.set('offline');
    clearTimeout(timer);
    timer = setTimeout(begin, pauseMs);
    pauseMs = Math.min(listenLimits.againMaxMs, pauseMs * 2);
  };
  const begin = async () => {
    clearTimeout(timer);
    const mine = ++turn;
    const isMine = () => mine === turn && !ended;
    stop();
    const password = await parts.token();
    if (!isMine()) return;
    if (password === undefined) return later();
    if (me.hears.length === 0) return (await listAll(me, parts)) ? connection.set('live') : later();
    const clientId = consoleClientId(await digestOf(me.subject), page);
    if (!isMine()) return;
    stop = listen(
      {
        url: parts.mqttUrl,
        clientId,
        username: `console?x-amz-customauthorizer-name=${iotAuthorizerNames.consoles}`,
        password,
        filters: me.hears,
      },
      {
        // Only now: what is raised while the list is on its way is heard.
        onListening: async () => {
          const whole = await listAll(me, parts);
          if (!isMine()) return;
          if (!whole) return later();
          pauseMs = listenLimits.againFirstMs;
          connection.set('live');
        },
        onMessage: hear,
        onEnd: () => isMine() && later(),
      },
    );
  };
  const now = () => {
    pauseMs = listenLimits.againFirstMs;
    void begin();
  };
  const gone = () => connection.set('offline');
  addEventListener('online', now);
  addEventListener('offline', gone);
  void begin();
  return {
    again: now,
    end() {
      ended = true;
      clearTimeout(timer);
      stop();
      removeEventListener('online', now);
      removeEventListener('offline', gone);
    },
  };
}

/** @returns whether all communities could be asked. */
async function listAll({ communities }: Me, { api, known }: Pick<Parts, 'api' | 'known'>): Promise<boolean> {
  const left = communities.map(({ community }) => community);
  const results: boolean[] = [];
  const work = async () => {
    for (let community = left.shift(); community !== undefined; community = left.shift()) {
      const askedAtMs = Date.now();
      const alerts = await listOf(api, community);
      results.push(alerts !== undefined);
      if (alerts) known.set(withList(known.get(), { community, alerts, askedAtMs }));
    }
  };
  await Promise.all(Array.from({ length: alertLimits.listsAtATime }, work));
  return results.every(Boolean);
}

async function listOf(api: Api, community: string): Promise<Alert[] | undefined> {
  const all: Alert[] = [];
  let cursor: string | undefined;
  do {
    const answered = await api.ask('listAlerts', {
      query: { community, limit: alertLimits.pageSize, ...(cursor !== undefined && { cursor }) },
    });
    if ('refused' in answered) return undefined;
    all.push(...answered.answer.alerts);
    cursor = answered.answer.next ?? undefined;
  } while (cursor !== undefined);
  return all;
}

/** What is no message of ours is left alone: a page of before may hear what it does not know. */
function alertIn(payload: Uint8Array): Alert | undefined {
  try {
    const { alert } = JSON.parse(new TextDecoder().decode(payload));
    return typeof alert?.alertId === 'string' && typeof alert.revision === 'number' ? alert : undefined;
  } catch {
    return undefined;
  }
}

async function digestOf(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
