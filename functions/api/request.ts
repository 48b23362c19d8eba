import * as z from 'zod';
import { nothing, pathParameters, type Route } from '../../domain/api/route.ts';
import { parametersIn } from '../../domain/api/routes.ts';
import { parseIJson } from '../../domain/i-json.ts';
import { apiLimits } from '../../domain/limits/api.ts';
import { firstField } from '../shared/zod-field.ts';
import type { Refused } from './answer.ts';

/** As much of API Gateway's event (payload format 2.0) as we read. */
export const httpEvent = z.object({
  routeKey: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  queryStringParameters: z.record(z.string(), z.string()).default({}),
  pathParameters: z.record(z.string(), z.string()).default({}),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({
    authorizer: z.object({ jwt: z.object({ claims: z.record(z.string(), z.unknown()) }) }).optional(),
  }),
});
export type HttpEvent = z.infer<typeof httpEvent>;

/** A request whose parts have the shapes of its route. */
export interface ReadRequest {
  parameters: Record<string, string>;
  query: unknown;
  body: unknown;
  /** The revision that was seen; only where the route wants it. */
  seen: number | undefined;
  key: string | undefined;
}

const revisionTag = z
  .string()
  .regex(/^"\d{1,9}"$/)
  .transform((tag) => Number(tag.slice(1, -1)));
const idempotencyKey = z.string().regex(new RegExp(`^[\\w-]{16,${apiLimits.idempotencyKeyCharactersMax}}$`));

/** Reads a request by the shapes of its route; the first thing that is wrong is named, and never its content. */
export function readRequest(route: Route, event: HttpEvent): ReadRequest | Refused {
  const parameters: Record<string, string> = {};
  for (const name of parametersIn(route.path)) {
    const value = pathParameters[name as keyof typeof pathParameters].safeParse(event.pathParameters[name]);
    // An id that cannot be is one that is not there.
    if (!value.success) return { problem: 'not-found' };
    parameters[name] = value.data;
  }
  const query = route.query.safeParse(event.queryStringParameters);
  if (!query.success) return { problem: 'bad-request', ...firstField(query.error) };
  const body = route.body.safeParse(readBody(event, route.body === nothing));
  if (!body.success) return { problem: 'bad-request', ...firstField(body.error) };
  const seen = route.ifMatch ? revisionTag.safeParse(event.headers['if-match']) : undefined;
  if (seen && !seen.success) return { problem: 'revision-needed' };
  const key = route.idempotencyKey ? idempotencyKey.safeParse(event.headers['idempotency-key']) : undefined;
  if (key && !key.success) return { problem: 'bad-request', field: 'idempotency-key' };
  return { parameters, query: query.data, body: body.data, seen: seen?.data, key: key?.data };
}

/** Nothing at all is an empty object where something may be said; undefined is no JSON of ours, which no shape takes. */
function readBody({ body = '', isBase64Encoded, headers }: HttpEvent, isSilent: boolean): unknown {
  if (body === '') return isSilent ? null : {};
  const isJson = /^application\/json\b/i.test(headers['content-type'] ?? '');
  if (!isJson || isBase64Encoded || body.length > apiLimits.bodyCharactersMax) return undefined;
  const parsed = parseIJson(Buffer.from(body));
  return parsed.ok ? parsed.value : undefined;
}
