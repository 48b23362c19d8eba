import type { SelectItem } from './ast.ts';
import { compile, readsDocument } from './compile.ts';
import type { Document } from './document.ts';
import type { Scope } from './scope.ts';
import type { Value } from './values.ts';

/** The outgoing payload: JSON, or raw bytes. */
export type Selection = { output: unknown } | { failed: string };

type Item = (scope: Scope) => readonly (readonly [string, Value])[];

/** Compiles the list of SELECT. An item that is Undefined is left out of the outgoing payload. */
export function compileSelect(items: readonly SelectItem[]): (scope: Scope) => Selection {
  const [only, ...others] = items;
  if (only?.kind === 'all' && others.length === 0) return selectAll;
  const needsJson = items.some((item) => item.kind === 'all' || readsDocument(item.expression));
  const compiled = items.map(compileItem);
  return (scope) => {
    const failed = needsJson ? whyNoObject(scope.document()) : undefined;
    if (failed !== undefined) return { failed };
    // fromEntries defines own keys, so that an item named __proto__ is only a key.
    return { output: Object.fromEntries(compiled.flatMap((item) => item(scope))) };
  };
}

/** `SELECT *` alone hands a payload that is no JSON on as it is: raw bytes. */
function selectAll(scope: Scope): Selection {
  const document = scope.document();
  if (document.kind === 'beyond') return { failed: `the payload has ${document.reason}` };
  return { output: document.kind === 'json' ? document.value : scope.message.payload };
}

function compileItem(item: SelectItem): Item {
  if (item.kind === 'all') {
    return (scope) => {
      const document = scope.document();
      return document.kind === 'json' ? Object.entries(document.value) : [];
    };
  }
  const { name } = item;
  const evaluator = compile(item.expression);
  return (scope) => {
    const value = evaluator(scope);
    return value === undefined ? [] : [[name, value]];
  };
}

/** Keys can be picked from, and added to, an object or an empty payload. */
function whyNoObject(document: Document): string | undefined {
  if (document.kind === 'beyond') return `the payload has ${document.reason}`;
  if (document.kind === 'opaque') return 'the payload is not a JSON object, and SELECT picks keys from it';
  if (document.kind === 'json' && Array.isArray(document.value)) {
    return 'the payload is a JSON array, and SELECT picks keys from it';
  }
  return undefined;
}
