import type { Principal } from '../../domain/access/principal.ts';
import type { AnswerOf, BodyOf, QueryOf, RouteName } from '../../domain/api/routes.ts';
import type { Actor } from '../../domain/messages/alert.ts';
import type { Retry } from '../shared/retry.ts';
import type { Outcome } from './answer.ts';

/** A request of somebody who is signed in, with everything of it in its shape. */
export interface Asked<Name extends RouteName> {
  principal: Principal;
  /** Who answers for it, unless it is a post: then it is who is on shift there. */
  by: Actor;
  /** What varies in the path; those of other routes are empty. */
  alert: string;
  code: string;
  command: string;
  community: string;
  district: string;
  gate: string;
  guard: string;
  query: QueryOf<Name>;
  body: BodyOf<Name>;
  /** The revision that was seen; -1 where the route wants none. */
  seen: number;
  /** Of this request: the same for the same Idempotency-Key of the same person, and for nothing else. */
  request: string;
  /** What was remembered when the same request was carried out before. */
  remembered: unknown;
  nowMs: number;
  retry: Retry;
}

/** Carries out one route. */
export type Handler<Name extends RouteName> = (asked: Asked<Name>) => Promise<Outcome<AnswerOf<Name>>>;

export type Handlers = { readonly [Name in RouteName]: Handler<Name> };
