import type { IncomingHttpHeaders } from 'node:http';

/** A request as it came, its body not read yet. */
export interface HttpRequest {
  id: string;
  method: string;
  /** As sent, percent signs and all; begins with a slash. */
  path: string;
  /** As sent, without the question mark; empty when there is none. */
  query: string;
  headers: IncomingHttpHeaders;
  /** Names and values in turns, as sent. */
  rawHeaders: readonly string[];
  ip: string;
  /** Undefined when it is longer than `maxBytes`. */
  body(maxBytes: number): Promise<Buffer | undefined>;
}

export interface HttpResponse {
  status: number;
  /** In lower case; a name may be there more than once. */
  headers: readonly (readonly [name: string, value: string])[];
  body: string | Buffer;
}

/** Answers what it knows, and leaves the rest (undefined) to the next. */
export type HttpHandler = (request: HttpRequest) => Promise<HttpResponse | undefined>;

export function jsonAnswer(status: number, value: object, headers: HttpResponse['headers'] = []): HttpResponse {
  return { status, headers: [['content-type', 'application/json'], ...headers], body: JSON.stringify(value) };
}

/** API Gateway's own answers: `{"message":"Not Found"}`. */
export function messageAnswer(status: number, message: string, headers: HttpResponse['headers'] = []): HttpResponse {
  return jsonAnswer(status, { message }, headers);
}
