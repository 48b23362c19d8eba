import { hash } from 'node:crypto';
import { isForAccess, readPrincipal } from '../../domain/access/principal.ts';
import type { Route } from '../../domain/api/route.ts';
import { type RouteName, routeKey, routeNames, routes } from '../../domain/api/routes.ts';
import type { Clock } from '../shared/clock.ts';
import type { Retry } from '../shared/retry.ts';
import type { Sessions } from '../shared/sessions.ts';
import { type HttpAnswer, type Outcome, problemAnswer, toHttp } from './answer.ts';
import type { Asked, Handlers } from './handler-of.ts';
import type { Idempotency } from './idempotency.ts';
import { type HttpEvent, httpEvent, type ReadRequest, readRequest } from './request.ts';

interface Parts {
  clock: Clock;
  sessions: Sessions;
  idempotency: Idempotency;
  handlers: Handlers;
}

const byKey = new Map(routeNames.map((name) => [routeKey(routes[name]), name]));

/** Answers a request of API Gateway, whose JWT authorizer has checked the token. */
export function createApi({ clock, sessions, idempotency, handlers }: Parts) {
  return async (given: unknown, retry: Retry): Promise<HttpAnswer> => {
    const event = httpEvent.parse(given);
    const name = byKey.get(event.routeKey);
    if (name === undefined) return problemAnswer({ problem: 'not-found' });
    const claims = event.requestContext.authorizer?.jwt.claims ?? {};
    if (!isForAccess(claims)) return problemAnswer({ problem: 'not-signed-in' });
    const principal = readPrincipal(claims);
    if (!principal) return problemAnswer({ problem: 'not-allowed' });
    if (await sessions.isSignedOut(principal.sessionId, retry)) return problemAnswer({ problem: 'not-signed-in' });
    const route: Route = routes[name];
    const request = readRequest(route, event);
    if ('problem' in request) return problemAnswer(request);
    const { subject } = principal;
    const ask = (remembered?: unknown) =>
      run(handlers, name, {
        principal,
        by: { subject },
        ...request.parameters,
        query: request.query,
        body: request.body,
        seen: request.seen ?? -1,
        request: digestOf([subject, request.key]),
        remembered,
        nowMs: clock.now(),
        retry,
      });
    if (request.key === undefined) return toHttp(await ask(), route.status);
    const once = { subject, key: request.key, fingerprint: fingerprintOf(event, request) };
    return answerOnce(once, ask, route.status, retry);
  };

  async function answerOnce(
    once: Parameters<Idempotency['begin']>[0],
    ask: (remembered?: unknown) => Promise<Outcome<unknown>>,
    status: number,
    retry: Retry,
  ): Promise<HttpAnswer> {
    const begun = await idempotency.begin(once, clock.now(), retry);
    if (begun === 'new') {
      try {
        const outcome = await ask();
        const http = toHttp(outcome, status);
        const isAnswer = 'answer' in outcome && outcome.remembered !== undefined;
        await idempotency.keep(once, isAnswer ? { remembered: outcome.remembered } : { http }, retry);
        return http;
      } catch (error) {
        await idempotency.release(once, retry);
        throw error;
      }
    }
    if ('problem' in begun) return problemAnswer(begun);
    return 'http' in begun ? begun.http : toHttp(await ask(begun.remembered), status);
  }
}

/** Runs the handler of a route with what was read by the shapes of that route. */
function run(handlers: Handlers, name: RouteName, asked: object): Promise<Outcome<unknown>> {
  const nothingInPath = { alert: '', code: '', command: '', community: '', district: '', gate: '', guard: '' };
  // What no type can say: `asked` was made by the very route that the handler is for.
  const handler = handlers[name] as (asked: Asked<RouteName>) => Promise<Outcome<unknown>>;
  return handler({ ...nothingInPath, ...asked } as Asked<RouteName>);
}

function fingerprintOf(event: HttpEvent, { parameters, body, seen }: ReadRequest): string {
  return digestOf([event.routeKey, parameters, body, seen]);
}

function digestOf(content: unknown): string {
  return hash('sha256', JSON.stringify(content), 'hex');
}
