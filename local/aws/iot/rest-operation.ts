import type * as z from 'zod';
import { AwsError, notSupported } from '../aws-error.ts';
import { firstIssue } from '../json-service.ts';
import type { AwsRequest, AwsResponse, AwsService, Caller } from '../service.ts';

/** An operation of the REST-JSON protocol: where it lives, and what to do with its parsed input. */
export interface RestOperation {
  method: string;
  /** For example `/things/{thingName}`. */
  path: string;
  /** Labels are the values in the path. */
  run(request: AwsRequest, labels: Record<string, string>, caller: Caller): Promise<AwsResponse>;
}

/**
 * An operation whose input is the path's labels, the query, the principal's header and the JSON body, all under
 * their names. What `schema` does not know is refused by name.
 */
export function restOperation<Schema extends z.ZodType>(
  route: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`,
  schema: Schema,
  run: (input: z.infer<Schema>, caller: Caller) => Promise<object> | object,
): RestOperation {
  const [method = '', path = ''] = route.split(' ');
  return {
    method,
    path,
    run: async ({ url, headers, body }, labels, caller) => {
      const principal = headers['x-amzn-principal'];
      const input = {
        ...(method === 'GET' || body.length === 0 ? {} : objectOf(body)),
        ...Object.fromEntries(url.searchParams),
        ...labels,
        ...(principal === undefined ? {} : { principal }),
      };
      const parsed = schema.safeParse(input);
      if (!parsed.success) throw new AwsError('InvalidRequestException', firstIssue(parsed.error));
      return jsonResponse(await run(parsed.data, caller));
    },
  };
}

export function jsonResponse(result: object): AwsResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(result) };
}

/** A service of the REST-JSON protocol, in which the operation is told by method and path. */
export function restService(signingName: string, operations: readonly RestOperation[]): AwsService {
  const routes = operations.map((operation) => ({ operation, labelsOf: compilePath(operation.path) }));
  return {
    signingName,
    handle: (request, caller) => {
      for (const { operation, labelsOf } of routes) {
        const labels = operation.method === request.method ? labelsOf(request.url.pathname) : undefined;
        if (labels !== undefined) return operation.run(request, labels, caller);
      }
      throw notSupported(`${signingName}: ${request.method} ${request.url.pathname.slice(0, 200)}`);
    },
  };
}

/** Matches a path and takes its labels out, percent-decoded. */
function compilePath(path: string): (pathname: string) => Record<string, string> | undefined {
  const parts = path.split('/');
  return (pathname) => {
    const given = pathname.split('/');
    if (given.length !== parts.length) return undefined;
    const labels: Record<string, string> = {};
    for (const [index, part] of parts.entries()) {
      const value = given[index] ?? '';
      if (part.startsWith('{')) labels[part.slice(1, -1)] = decoded(value);
      else if (part !== value) return undefined;
    }
    return labels;
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidRequestException', 'The path is not percent-encoded UTF-8.');
  }
}

function objectOf(body: Buffer): object {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Answered below, like any other body that is no object.
  }
  throw new AwsError('InvalidRequestException', 'The body is no JSON object.');
}
