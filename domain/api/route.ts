import * as z from 'zod';
import { wireLimits } from '../limits/wire.ts';
import { id } from '../messages/fields.ts';
import { tokenIdText } from './fields.ts';

/** What stands in a path between slashes, by its name there. */
export const pathParameters = {
  alert: z.string().min(1).max(wireLimits.alertIdCharactersMax),
  code: tokenIdText,
  command: z.uuid(),
  community: id,
  district: id,
  gate: id,
  guard: id,
} as const;
export type PathParameter = keyof typeof pathParameters;

/** A method and a path of the API, and the shapes of what goes through. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `{name}` for what varies: see `pathParameters`. */
  path: `/${string}`;
  /** One line for the documents. */
  about: string;
  query: z.ZodObject;
  /** `null`: a request without a body. */
  body: z.ZodType;
  /** `null`: an answer without a body. */
  answer: z.ZodType;
  status: 200 | 201 | 202 | 204;
  /** It changes what has a revision: the request says by If-Match which one it has seen. */
  ifMatch: boolean;
  /** Doing it twice is not the same as once: the request has an Idempotency-Key. */
  idempotencyKey: boolean;
}

export const nothing = z.null();
const noQuery = z.strictObject({});

/** Something to be read: it changes nothing. */
export function read<Answer extends z.ZodType, Query extends z.ZodObject = typeof noQuery>(
  path: Route['path'],
  about: string,
  answer: Answer,
  query?: Query,
) {
  const rest = {
    method: 'GET',
    path,
    about,
    body: nothing,
    answer,
    status: 200,
    ifMatch: false,
    idempotencyKey: false,
  } as const;
  return { ...rest, query: query ?? noQuery } as typeof rest & { query: Query };
}

/** Something to be taken away; twice is the same as once. */
export function remove(path: Route['path'], about: string) {
  return {
    method: 'DELETE',
    path,
    about,
    query: noQuery,
    body: nothing,
    answer: nothing,
    status: 204,
    ifMatch: false,
    idempotencyKey: false,
  } as const;
}

/** Something to be done. */
export function change<Body extends z.ZodType, Answer extends z.ZodType>(
  method: 'POST' | 'PUT' | 'DELETE',
  path: Route['path'],
  about: string,
  shapes: { body: Body; answer: Answer },
  more: Partial<Pick<Route, 'status' | 'ifMatch' | 'idempotencyKey'>> = {},
) {
  return {
    method,
    path,
    about,
    query: noQuery,
    ...shapes,
    status: 200,
    ifMatch: false,
    idempotencyKey: false,
    ...more,
  } as const;
}
