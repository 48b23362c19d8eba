import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { describeProblem, type ProblemReason } from '../../domain/api/problems.ts';
import type { Alert } from '../../domain/messages/alert.ts';

/** Done, with what the route says. */
interface Done<Answer> {
  answer: Answer;
  /** Of what was read or written: its ETag. */
  revision?: number;
  /** What is remembered of it for the next request with the same key, where the answer itself must not be kept. */
  remembered?: unknown;
}

/** Not done, and why. */
export interface Refused {
  problem: ProblemReason;
  field?: string;
  /** As it is now. */
  alert?: Alert;
  /** Seconds after which to try again. */
  waitS?: number;
}

export type Outcome<Answer> = Done<Answer> | Refused;

export const notFound: Refused = { problem: 'not-found' };

/** Nothing of what is answered may be kept by anything between here and the phone. */
const common = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** What API Gateway is given. */
export type HttpAnswer = APIGatewayProxyStructuredResultV2;

export function toHttp(outcome: Outcome<unknown>, status: number): HttpAnswer {
  if ('problem' in outcome) return problemAnswer(outcome);
  const { answer, revision } = outcome;
  const headers = { ...common, ...(revision !== undefined && { etag: etagOf(revision) }) };
  if (answer === null) return { statusCode: status, headers };
  return {
    statusCode: status,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(answer),
  };
}

export function problemAnswer({ problem, ...more }: Refused): HttpAnswer {
  const described = describeProblem(problem, more);
  const etag = more.alert && { etag: etagOf(more.alert.revision) };
  const wait = more.waitS !== undefined && { 'retry-after': String(more.waitS) };
  const headers = { ...common, 'content-type': 'application/problem+json', ...etag, ...wait };
  return { statusCode: described.status, headers, body: JSON.stringify(described) };
}

function etagOf(revision: number): string {
  return `"${revision}"`;
}
