/** One place that a pattern such as `Targets[].Id` stands for. */
export interface TakenOut {
  path: PropertyKey[];
  value: unknown;
}

/**
 * Splits a value at a pattern of a path: what stands there is taken out, the rest is returned without it.
 * The pattern is dotted; `[]` after a key stands for every element of the list there; `*` alone for everything.
 */
export function takeOut(value: unknown, pattern: string): { rest: unknown; taken: TakenOut[] } {
  if (pattern === '*') return { rest: {}, taken: [{ path: [], value }] };
  const taken: TakenOut[] = [];
  return { rest: without(value, parsePathPattern(pattern), [], taken), taken };
}

/** `Targets[].Id` → `['Targets', '[]', 'Id']` */
export function parsePathPattern(pattern: string): string[] {
  return pattern.replaceAll('[]', '.[]').split('.');
}

function without(value: unknown, steps: readonly string[], path: PropertyKey[], taken: TakenOut[]): unknown {
  const [step, ...further] = steps;
  if (step === undefined || typeof value !== 'object' || value === null) return value;
  if (step === '[]') {
    if (!Array.isArray(value)) return value;
    return value.map((element, index) => without(element, further, [...path, index], taken));
  }
  if (!Object.hasOwn(value, step)) return value;
  const inner: unknown = Reflect.get(value, step);
  if (further.length > 0) return { ...value, [step]: without(inner, further, [...path, step], taken) };
  taken.push({ path: [...path, step], value: inner });
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== step));
}
