import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

export type Handler = (event: unknown, context: object) => unknown;

/** Why a function could not be started, in Lambda's words. */
export class InitError extends Error {
  readonly errorType: string;

  constructor(errorType: string, message: string) {
    super(message);
    this.errorType = errorType;
  }
}

const extensions = ['.mjs', '.js', '.cjs'];

/**
 * Loads the code that `file.export` names.
 * @throws InitError when there is no such file or export; whatever the module throws while it loads.
 */
export async function loadHandler(codeDirectory: string, name: string): Promise<Handler> {
  const base = basename(name);
  const dot = base.indexOf('.');
  const stem = join(codeDirectory, dirname(name), base.slice(0, dot));
  const file = extensions.map((extension) => stem + extension).find((path) => existsSync(path));
  if (!file) throw new InitError('Runtime.ImportModuleError', `Error: Cannot find module '${base.slice(0, dot)}'`);

  const module: unknown = await import(pathToFileURL(file).href);
  const exported = base.slice(dot + 1);
  const found = lookUp(module, exported) ?? lookUp(lookUp(module, 'default'), exported);
  if (typeof found !== 'function') {
    throw new InitError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  if (found.length > 2) {
    throw new InitError(
      'Runtime.CallbackHandlerDeprecated',
      `${name} takes a callback: Node.js 24 on Lambda calls async handlers only`,
    );
  }
  return (event, context) => found(event, context);
}

function lookUp(from: unknown, path: string): unknown {
  let value = from;
  for (const key of path.split('.')) {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
