import { validateHeaderName, validateHeaderValue } from 'node:http';
import * as z from 'zod';
import type { HttpResponse } from './exchange.ts';

const headerValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const shaped = z.looseObject({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), headerValue).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/**
 * What a function's result is to whoever asked, in payload format 2.0: an answer with a status code, or a bare value,
 * which is the body of one.
 * @param payload the result as JSON text.
 * @returns undefined for a result that API Gateway makes an Internal Server Error of.
 */
export function answerOf(payload: string): HttpResponse | undefined {
  const result = resultOf(payload);
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    const body = typeof result === 'string' ? result : payload;
    return { status: 200, headers: [['content-type', 'application/json']], body };
  }
  const parsed = shaped.safeParse(result);
  if (!parsed.success) return undefined;
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  const given = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  const sent = given.filter(([name]) => !ofConnection.has(name));
  const typed = sent.some(([name]) => name === 'content-type');
  const all = [
    ...(typed ? [] : [['content-type', 'text/plain;charset=UTF-8'] as const]),
    ...sent,
    ...(cookies ?? []).map((cookie) => ['set-cookie', cookie] as const),
  ];
  if (!all.every(isHeader)) return undefined;
  return {
    status: statusCode,
    headers: all,
    body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

function resultOf(payload: string): unknown {
  return payload === '' ? null : JSON.parse(payload);
}

/** Ours to say, whatever the function says. */
const ofConnection = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade']);

/** Whether it can be sent: a line break in a value would begin another header. */
function isHeader([name, value]: readonly [string, string]): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
