import { routes } from 'virtual:routes';
import type { ProblemReason } from '../../domain/api/problems.ts';
import type { AnswerOf, BodyOf, QueryOf, RouteName } from '../../domain/api/routes.ts';
import type { Alert } from '../../domain/messages/alert.ts';
import { askLimits } from '../limits.ts';

export interface Asked<Name extends RouteName> {
  /** What stands in the path, by its name there. */
  in?: Readonly<Record<string, string>>;
  query?: Partial<Record<keyof QueryOf<Name> & string, string | number>>;
  body?: BodyOf<Name> extends null ? never : BodyOf<Name>;
  /** The revision that was seen. */
  seen?: number | string;
  /** The same for each try of one deed. */
  key?: string;
}

/** Why there is no answer. `offline`: nobody could be asked, and later somebody may. */
export interface Refusal {
  reason: ProblemReason | 'offline';
  /** As it is now, when that is why. */
  alert?: Alert;
  /** Seconds after which to try again. */
  waitS?: number;
}

export type Answered<Name extends RouteName> = { answer: AnswerOf<Name>; etag?: string } | { refused: Refusal };

export interface Api {
  ask<Name extends RouteName>(name: Name, asked?: Asked<Name>): Promise<Answered<Name>>;
}

interface SignIn {
  /** One that is good; `true` for another one, because that was refused. */
  token(force: boolean): Promise<string | undefined>;
  /** No token of this sign-in is good any more. */
  onSignedOut(): void;
}

export function createApi(base: string, { token, onSignedOut }: SignIn): Api {
  const send = async (name: RouteName, asked: Asked<RouteName>, force: boolean): Promise<Response | undefined> => {
    const [method, path] = routes[name];
    const bearer = await token(force);
    if (bearer === undefined) return undefined;
    try {
      return await fetch(`${base}${filledPath(path, asked.in ?? {})}${queryText(asked.query)}`, {
        method,
        headers: {
          authorization: `Bearer ${bearer}`,
          ...(asked.body !== undefined && { 'content-type': 'application/json' }),
          ...(asked.seen !== undefined && { 'if-match': `"${asked.seen}"` }),
          ...(asked.key !== undefined && { 'idempotency-key': asked.key }),
        },
        ...(asked.body !== undefined && { body: JSON.stringify(asked.body) }),
        signal: AbortSignal.timeout(askLimits.patienceMs),
        cache: 'no-store',
      });
    } catch {
      return undefined;
    }
  };
  return {
    async ask(name, asked = {}) {
      let answer = await send(name, asked, false);
      if (answer?.status === 401) answer = await send(name, asked, true);
      if (answer?.status === 401) onSignedOut();
      return answer === undefined ? { refused: { reason: 'offline' } } : read(answer);
    },
  };
}

/** What our own API says is taken by its word: it is checked where it is made, and a page has no validator. */
async function read<Name extends RouteName>(answer: Response): Promise<Answered<Name>> {
  const body = await answer.json().catch(() => null);
  if (answer.ok) {
    const etag = answer.headers.get('etag')?.replaceAll('"', '');
    return { answer: body, ...(etag !== undefined && { etag }) };
  }
  const [, reason] = /^urn:gatehouse:problem:([\w-]+)$/.exec(String(body?.type)) ?? [];
  // API Gateway's own, which knows nothing of our reasons.
  const others: Record<number, ProblemReason> = { 401: 'not-signed-in', 403: 'not-allowed', 429: 'too-many-requests' };
  const known = (reason as ProblemReason | undefined) ?? others[answer.status] ?? 'internal';
  return { refused: { reason: known, alert: body?.alert, waitS: body?.waitS } };
}

function filledPath(path: string, values: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}

function queryText(query: Readonly<Record<string, string | number | undefined>> = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
