import { parsePathPattern } from '../../../../local/template/take-out.ts';

/** One change of a template, at one place. */
export interface Mutation {
  kind: 'removed' | 'altered' | 'unknown property added';
  path: readonly (string | number)[];
  mutated: unknown;
}

const unknownKey = 'Unknown';

/** Every removal of a key or an element, every change of a value, and an unknown property in every object. */
export function* mutationsOf(value: unknown, path: Mutation['path'] = []): Generator<Mutation> {
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) {
      yield { kind: 'removed', path: [...path, index], mutated: value.toSpliced(index, 1) };
      for (const inner of mutationsOf(element, [...path, index])) {
        yield { ...inner, mutated: value.with(index, inner.mutated) };
      }
    }
    return;
  }
  if (typeof value !== 'object' || value === null) {
    yield { kind: 'altered', path, mutated: altered(value) };
    return;
  }
  yield { kind: 'unknown property added', path: [...path, unknownKey], mutated: { ...value, [unknownKey]: 'x' } };
  for (const [key, element] of Object.entries(value)) {
    const { [key]: _removed, ...rest } = Object.fromEntries(Object.entries(value));
    yield { kind: 'removed', path: [...path, key], mutated: rest };
    for (const inner of mutationsOf(element, [...path, key])) {
      yield { ...inner, mutated: { ...value, [key]: inner.mutated } };
    }
  }
}

function altered(leaf: unknown): unknown {
  if (typeof leaf === 'string') return `${leaf}x`;
  if (typeof leaf === 'number') return leaf + 1;
  if (typeof leaf === 'boolean') return !leaf;
  throw new TypeError(`a template has no ${String(leaf)}`);
}

/** The paths of all leaves at and below a place. */
export function leavesOf(value: unknown, path: Mutation['path'] = []): Mutation['path'][] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

/** Whether a place is one that the pattern of a path stands for, or lies below one. */
export function lieIn(pattern: string, path: Mutation['path']): boolean {
  if (pattern === '*') return true;
  const steps = parsePathPattern(pattern);
  return steps.every((step, index) => (typeof path[index] === 'number' ? step === '[]' : step === path[index]));
}

export function valueAt(value: unknown, path: Mutation['path']): unknown {
  return path.reduce<unknown>((inner, step) => (isObject(inner) ? inner[step] : undefined), value);
}

function isObject(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}
