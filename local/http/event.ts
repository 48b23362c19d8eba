import type { HttpRequest } from './exchange.ts';
import { decoded } from './routing.ts';

/** What API Gateway knows of a request beside the request. */
export interface EventContext {
  accountId: string;
  apiId: string;
  routeKey: string;
  pathParameters: Record<string, string>;
  /** Of the token that the JWT authorizer has let in. */
  jwt?: { claims: Record<string, string>; scopes: string[] | null };
  nowMs: number;
}

/**
 * The event of a request in payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function eventOf(request: HttpRequest, body: Buffer, context: EventContext): object {
  const { cookie, ...headers } = headersOf(request);
  const { host = '' } = headers;
  const text = body.length > 0 && isText(headers['content-type']);
  return {
    version: '2.0',
    routeKey: context.routeKey,
    rawPath: request.path,
    rawQueryString: request.query,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(request.query === '' ? {} : { queryStringParameters: parametersOf(request.query) }),
    requestContext: {
      accountId: context.accountId,
      apiId: context.apiId,
      ...(context.jwt === undefined ? {} : { authorizer: { jwt: context.jwt } }),
      domainName: host,
      domainPrefix: host.split('.')[0],
      http: {
        method: request.method,
        path: request.path,
        protocol: 'HTTP/1.1',
        sourceIp: request.ip,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: request.id,
      routeKey: context.routeKey,
      stage: '$default',
      time: commonLogTime(context.nowMs),
      timeEpoch: context.nowMs,
    },
    ...(Object.keys(context.pathParameters).length === 0 ? {} : { pathParameters: context.pathParameters }),
    ...(body.length === 0 ? {} : { body: body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !text,
  };
}

/** Names in lower case; what is there more than once is joined by commas. */
function headersOf({ rawHeaders, ip, headers: { host } }: HttpRequest): Record<string, string> {
  const joined = new Map<string, string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    const before = joined.get(name);
    joined.set(name, before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ','}${value}`);
  }
  joined.set('x-forwarded-for', ip);
  joined.set('x-forwarded-port', host?.split(':').at(-1) ?? '');
  joined.set('x-forwarded-proto', 'http');
  return Object.fromEntries(joined);
}

/** Decoded; values of one name are joined by commas. */
function parametersOf(query: string): Record<string, string> {
  const joined = new Map<string, string>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const [name = '', ...value] = pair.split('=').map((part) => decoded(part.replaceAll('+', ' ')));
    const before = joined.get(name);
    joined.set(name, before === undefined ? value.join('=') : `${before},${value.join('=')}`);
  }
  return Object.fromEntries(joined);
}

/** What is not sent on as text comes in base64: a form, for example. */
function isText(contentType: string | undefined): boolean {
  return /^(text\/|application\/(json|javascript|xml|vnd\.api\+json)\b)/i.test(contentType ?? '');
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `12/Mar/2020:19:03:58 +0000` */
function commonLogTime(ms: number): string {
  const [year, month = '1', day] = new Date(ms).toISOString().slice(0, 10).split('-');
  return `${day}/${months[Number(month) - 1]}/${year}:${new Date(ms).toISOString().slice(11, 19)} +0000`;
}
