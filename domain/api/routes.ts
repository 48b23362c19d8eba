import type * as z from 'zod';
import { alertRoutes } from './alert-routes.ts';
import { codeRoutes } from './code-routes.ts';
import { figureRoutes } from './figure-routes.ts';
import { gateRoutes } from './gate-routes.ts';
import { loadRoutes } from './load-routes.ts';
import { passRoutes } from './pass-routes.ts';
import { pushRoutes } from './push-routes.ts';
import { rosterRoutes } from './roster-routes.ts';
import type { Route } from './route.ts';
import { sessionRoutes } from './session-routes.ts';
import { shiftRoutes } from './shift-routes.ts';

/** Every route of the API by its name: for the function, for API Gateway and for the documents. */
export const routes = {
  ...alertRoutes,
  ...passRoutes,
  ...figureRoutes,
  ...gateRoutes,
  ...codeRoutes,
  ...sessionRoutes,
  ...shiftRoutes,
  ...rosterRoutes,
  ...pushRoutes,
  ...loadRoutes,
} satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
export const routeNames = Object.keys(routes) as readonly RouteName[];

export type QueryOf<Name extends RouteName> = z.output<(typeof routes)[Name]['query']>;
export type BodyOf<Name extends RouteName> = z.output<(typeof routes)[Name]['body']>;
export type AnswerOf<Name extends RouteName> = z.output<(typeof routes)[Name]['answer']>;

/** `GET /gates/{gate}`: what API Gateway calls a route. */
export function routeKey({ method, path }: Pick<Route, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

/** What varies in a path, in order. */
export function parametersIn(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}
