import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../../domain/errors.ts';
import { catalogue } from './catalogue.ts';
import type { Scenario } from './scenario.ts';
import { scenarioShape } from './shape.ts';

/**
 * A scenario of the catalogue, or of a file of the user's own that exports `scenario`.
 * @param name of the catalogue, or a path that ends in .ts, .js or .mjs.
 * @throws UsageError with one line that says what is wrong with it.
 */
export async function loadScenario(name: string): Promise<Scenario> {
  const named = catalogue.get(name);
  if (named) return named;
  if (!/\.(ts|m?js)$/.test(name)) {
    throw new UsageError(`There is no scenario ${name}. There are ${[...catalogue.keys()].join(', ')}, or FILE.ts.`);
  }
  return readScenario(await importFile(name), name);
}

function readScenario(exported: { scenario?: unknown }, name: string): Scenario {
  if (exported.scenario === undefined) throw new UsageError(`${name} does not export \`scenario\`.`);
  const parsed = scenarioShape.safeParse(exported.scenario);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`${name}: ${['scenario', ...(issue?.path ?? [])].join('.')}: ${issue?.message}.`);
}

async function importFile(name: string): Promise<{ scenario?: unknown }> {
  try {
    return await import(pathToFileURL(resolve(name)).href);
  } catch (cause) {
    const [line] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw new UsageError(`${name} cannot be loaded: ${line}`, { cause });
  }
}
