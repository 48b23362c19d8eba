import type { Clock } from '../clock.ts';
import { summaryOf } from '../lambda/destination.ts';
import { EventTooLarge } from '../lambda/errors.ts';
import { permits } from '../lambda/permissions.ts';
import type { LambdaRuntime } from '../lambda/runtime.ts';
import { httpLimits } from '../limits.ts';
import { parseArn } from '../policy/arn.ts';
import { apiGatewayService } from '../policy/services.ts';
import type { FunctionPlan, HttpApiPlan } from '../template/plan.ts';
import { answerOf } from './answer.ts';
import { preflightAnswer, withCors } from './cors.ts';
import { eventOf } from './event.ts';
import { type HttpHandler, type HttpRequest, type HttpResponse, messageAnswer } from './exchange.ts';
import { type Admitted, createJwtAuthorizer } from './jwt/authorizer.ts';
import { findRoute, type RouteMatch } from './routing.ts';
import { createThrottle } from './throttle.ts';

type Route = HttpApiPlan['routes'][number];

/** An HTTP API of API Gateway: what its routes take, and what is left for `$default`. */
export interface Gateway {
  routes: HttpHandler;
  otherwise: HttpHandler;
}

export interface GatewayOptions {
  api: HttpApiPlan;
  functions: readonly FunctionPlan[];
  runtime: Pick<LambdaRuntime, 'invoke'>;
  clock: Clock;
  log: (line: string) => void;
}

export function createGateway(options: GatewayOptions): Gateway {
  const { api, clock } = options;
  const { ratePerS = httpLimits.ratePerS, burst = httpLimits.burst } = api.stage ?? {};
  const throttle = createThrottle({ ratePerS, burst }, clock);
  const authorizers = new Map(api.authorizers.map((plan) => [plan.id, createJwtAuthorizer(plan, clock)]));
  const invoke = createInvoke(options);
  const fallback = api.routes.find(({ key }) => key === '$default');

  const run = async (request: HttpRequest, match: RouteMatch<Route>): Promise<HttpResponse> => {
    if (!throttle.admits()) return messageAnswer(429, 'Too Many Requests');
    const { authorizerId, scopes } = match.route;
    if (authorizerId === undefined) return invoke(request, match);
    const { admitted, refused } = (await authorizers.get(authorizerId)?.(request, scopes)) ?? {};
    // Neither: an authorizer that is not there lets nobody in.
    if (admitted === undefined) return refused ?? messageAnswer(500, 'Internal Server Error');
    return invoke(request, match, admitted);
  };
  const answer = async (request: HttpRequest, match: RouteMatch<Route>): Promise<HttpResponse> => {
    const given = await run(request, match).catch((reason: unknown) => {
      options.log(`${request.method} ${match.route.key} failed: ${reason instanceof Error ? reason.message : reason}`);
      return messageAnswer(500, 'Internal Server Error');
    });
    const identified = { ...given, headers: [...given.headers, ['apigw-requestid', request.id] as const] };
    return api.cors === undefined ? identified : withCors(api.cors, request, identified);
  };

  return {
    async routes(request) {
      if (api.stage === undefined) return undefined;
      const preflight = api.cors && preflightAnswer(api.cors, request);
      if (preflight !== undefined) return preflight;
      const match = findRoute(api.routes, request.method, request.path);
      return match && answer(request, match);
    },
    async otherwise(request) {
      if (api.stage === undefined || fallback === undefined) return undefined;
      return answer(request, { route: fallback, pathParameters: {} });
    },
  };
}

/** Runs the function behind a route and makes an answer of its result. */
function createInvoke({ api, functions, runtime, clock, log }: GatewayOptions) {
  const { account = '' } = parseArn(api.arn) ?? {};
  const integrations = new Map(api.integrations.map((plan) => [plan.id, plan]));
  const byArn = new Map(functions.map((fn) => [fn.arn, fn]));

  return async (
    request: HttpRequest,
    { route, pathParameters }: RouteMatch<Route>,
    jwt?: Admitted,
  ): Promise<HttpResponse> => {
    const { functionArn = '', timeoutMs = httpLimits.integrationMs } = integrations.get(route.integrationId) ?? {};
    const fn = byArn.get(functionArn);
    if (fn === undefined || !permits(fn, apiGatewayService, sourceOf(api, route, request.method))) {
      log(`${route.key} failed: ${fn?.name ?? functionArn} lets no API of this name invoke it`);
      return messageAnswer(500, 'Internal Server Error');
    }
    const body = await request.body(httpLimits.bodyMaxBytes);
    if (body === undefined) return messageAnswer(413, 'Request Entity Too Large');
    const event = eventOf(request, body, {
      accountId: account,
      apiId: api.id,
      routeKey: route.key,
      pathParameters,
      ...(jwt === undefined ? {} : { jwt }),
      nowMs: clock.now(),
    });
    const outcome = await within(timeoutMs, clock, runtime.invoke(functionArn, JSON.stringify(event)));
    if (outcome === 'late') return messageAnswer(503, 'Service Unavailable');
    if (outcome instanceof EventTooLarge) return messageAnswer(413, 'Request Entity Too Large');
    if (outcome instanceof Error) return messageAnswer(503, 'Service Unavailable');
    const answer = outcome.functionError === undefined ? answerOf(outcome.payload) : undefined;
    if (answer !== undefined) return answer;
    log(`${route.key} failed: ${outcome.functionError ? summaryOf(outcome.payload) : 'the answer is not usable'}`);
    return messageAnswer(500, 'Internal Server Error');
  };
}

/** `arn:…:{api}/$default/GET/gates/{gate}`: what the function's permission has to name. */
function sourceOf(api: HttpApiPlan, { key }: Route, method: string): string {
  const [, path] = key.split(' ');
  return path === undefined ? `${api.arn}/$default/$default` : `${api.arn}/$default/${method}${path}`;
}

/** The result, the error that there is in its place, or that it takes too long. */
function within<T>(ms: number, clock: Clock, result: Promise<T>): Promise<T | Error | 'late'> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => resolve('late'));
    void result
      .catch((reason: unknown) => (reason instanceof Error ? reason : new Error(String(reason))))
      .then((settled) => {
        cancel();
        resolve(settled);
      });
  });
}
