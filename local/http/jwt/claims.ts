import * as z from 'zod';
import type { Claims } from './token.ts';

/** Claims as API Gateway hands them to a function: each a text, a list as `[a b]`, an object as `map[a:1 b:2]`. */
export function flattened(claims: Claims): Record<string, string> {
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, written(value)]));
}

function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return value === null ? '<nil>' : String(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([name, inner]) => `${name}:${written(inner)}`).join(' ')}]`;
}

const scopes = z.looseObject({
  scope: z.string().optional(),
  scp: z.union([z.string(), z.array(z.string())]).optional(),
});

/** The scopes of a token: `scope` with blanks between, or `scp`. */
export function scopesOf(claims: Claims): string[] {
  const { scope, scp = [] } = scopes.safeParse(claims).data ?? {};
  return [scope ?? scp]
    .flat()
    .flatMap((text) => text.split(' '))
    .filter((text) => text !== '');
}
