import type { HttpApiPlan } from '../template/plan.ts';
import type { HttpRequest, HttpResponse } from './exchange.ts';

type Cors = NonNullable<HttpApiPlan['cors']>;

/**
 * API Gateway's answer to the question that a browser asks before it sends; undefined for any other request.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function preflightAnswer(cors: Cors, request: HttpRequest): HttpResponse | undefined {
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return undefined;
  const headers = allowedOrigin(cors, request);
  if (headers.length === 0) return { status: 204, headers: [], body: '' };
  return {
    status: 204,
    headers: [
      ...headers,
      ['access-control-allow-methods', cors.methods.join(',')],
      ['access-control-allow-headers', cors.headers.join(',')],
      ...(cors.maxAgeS === undefined ? [] : [['access-control-max-age', String(cors.maxAgeS)] as const]),
    ],
    body: '',
  };
}

/** An answer with the headers of the API's CORS configuration in place of those that the function gave. */
export function withCors(cors: Cors, request: HttpRequest, answer: HttpResponse): HttpResponse {
  const own = answer.headers.filter(([name]) => !name.startsWith('access-control-'));
  const allowed = allowedOrigin(cors, request);
  const exposed = cors.exposedHeaders.join(',');
  return {
    ...answer,
    headers: [
      ...own,
      ...allowed,
      ...(allowed.length === 0 || exposed === '' ? [] : [['access-control-expose-headers', exposed] as const]),
    ],
  };
}

function allowedOrigin(cors: Cors, { headers: { origin } }: HttpRequest): HttpResponse['headers'] {
  if (origin === undefined) return [];
  const allowed = cors.origins.includes(origin) ? origin : cors.origins.find((one) => one === '*');
  if (allowed === undefined) return [];
  return [
    ['access-control-allow-origin', allowed],
    ...(cors.credentials ? [['access-control-allow-credentials', 'true'] as const] : []),
    ['vary', 'origin'],
  ];
}
