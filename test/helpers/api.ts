import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { problem } from '../../domain/api/problems.ts';
import type { Route } from '../../domain/api/route.ts';
import { type AnswerOf, parametersIn, type RouteName, routeKey, routes } from '../../domain/api/routes.ts';

/** Claims of a token, as API Gateway hands them on. */
type Claims = Record<string, string>;

/** @param groups as `guard community:xixi`. */
export function claimsOf(groups: string, subject = 'c1f0', session = `session-of-${subject}`): Claims {
  return { sub: subject, origin_jti: session, 'cognito:groups': `[${groups}]` };
}

export interface ApiRequest {
  claims?: Claims;
  parameters?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  /** The revision that was seen. */
  seen?: number;
  /** Idempotency-Key; a new one unless it is given. */
  key?: string;
  headers?: Record<string, string>;
}

/** What came back: an answer in the shape of its route, or a problem. */
export interface ApiAnswer<Name extends RouteName> {
  status: number;
  headers: Record<string, string>;
  answer?: AnswerOf<Name>;
  problem?: z.infer<typeof problem> & { reason: string };
}

const result = z.object({
  statusCode: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.string().optional(),
});

/** The event that API Gateway makes of a request. */
function apiEvent(name: RouteName, request: ApiRequest): object {
  const route: Route = routes[name];
  const { claims, parameters = {}, query, body, seen, key = randomUUID() } = request;
  const path = parametersIn(route.path).reduce(
    (text, one) => text.replace(`{${one}}`, encodeURIComponent(parameters[one] ?? '')),
    route.path as string,
  );
  return {
    version: '2.0',
    routeKey: routeKey(route),
    rawPath: path,
    headers: {
      ...(route.method === 'GET' ? {} : { 'content-type': 'application/json' }),
      ...(route.ifMatch && seen !== undefined && { 'if-match': `"${seen}"` }),
      ...(route.idempotencyKey && { 'idempotency-key': key }),
      ...request.headers,
    },
    ...(query && { queryStringParameters: query }),
    pathParameters: parameters,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    isBase64Encoded: false,
    requestContext: { ...(claims && { authorizer: { jwt: { claims, scopes: null } } }) },
  };
}

/** Calls the API's handler; whatever it answers has to have the shape that the documents promise. */
export function createApiClient(handler: (event: unknown) => Promise<unknown>) {
  return async <Name extends RouteName>(name: Name, request: ApiRequest): Promise<ApiAnswer<Name>> => {
    const { statusCode: status, headers, body } = result.parse(await handler(apiEvent(name, request)));
    const content: unknown = body === undefined ? null : JSON.parse(body);
    if (status >= 400) {
      const described = problem.parse(content);
      return { status, headers, problem: { ...described, reason: described.type.split(':').at(-1) ?? '' } };
    }
    const route: Route = routes[name];
    return { status, headers, answer: route.answer.parse(content) as AnswerOf<Name> };
  };
}
