import type { Plugin } from 'vite';
import { routes } from '../../domain/api/routes.ts';

const name = 'virtual:routes';

/**
 * The routes of the API as a module of plain texts, `virtual:routes`: shapes are for the server, and a page with them in it
 * would carry a validator.
 */
export function routeTable(): Plugin {
  const table = Object.fromEntries(Object.entries(routes).map(([route, { method, path }]) => [route, [method, path]]));
  return {
    name: 'gatehouse-routes',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) => (id === `\0${name}` ? `export const routes = ${JSON.stringify(table)};` : undefined),
  };
}
