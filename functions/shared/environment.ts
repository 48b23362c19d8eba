import { GatehouseError } from '../../domain/errors.ts';
import { environmentNames } from '../../domain/names.ts';

type Wanted = keyof typeof environmentNames;

/**
 * Reads the environment variables that a function needs, once, at its start: a function that was deployed without
 * one fails there and not at the first fever.
 */
export function readEnvironment<Name extends Wanted>(...wanted: readonly Name[]): { readonly [name in Name]: string } {
  const values: Partial<Record<Name, string>> = {};
  for (const name of wanted) {
    const value = process.env[environmentNames[name]];
    if (!value) throw new GatehouseError(`The environment variable ${environmentNames[name]} is not set.`);
    values[name] = value;
  }
  return values as Record<Name, string>;
}
