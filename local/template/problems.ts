import type * as z from 'zod';

/** A place in a resource or a document: keys and list indexes from its top. */
export type Path = readonly PropertyKey[];

/** Collects all that is wrong with a template, so that one reading tells everything. */
export interface Problems {
  /** @param where for example `Gatehouse/IngestFunction (AWS::Lambda::Function)` */
  add(where: string, message: string): void;
  readonly lines: readonly string[];
}

/** Where problems go, and what they are said to be about. */
export interface Report {
  problems: Problems;
  where: string;
}

export function createProblems(): Problems {
  const lines: string[] = [];
  return { lines, add: (where, message) => void lines.push(`${where}: ${message}`) };
}

const notKnown = 'is not known to the local runtime';

/** `property Layers is not known to the local runtime`, for a path from the top of a resource's properties. */
function unknownProperty(path: Path): string {
  return `property ${writePath(path)} ${notKnown}`;
}

/** `Targets[0].Arn` */
export function writePath(path: Path): string {
  let written = '';
  for (const step of path) {
    if (typeof step === 'number') written += `[${step}]`;
    else written += written === '' ? String(step) : `.${String(step)}`;
  }
  return written;
}

/**
 * What a schema found, one line for each property, in the words of somebody who wrote a template.
 * @param parsed what was parsed, where it stands in the resource, and where intrinsics could not be resolved: what
 * follows from those is noise, since each is reported itself.
 */
export function describeIssues(
  error: z.ZodError,
  parsed: { input: unknown; path: Path; unresolved: readonly Path[] },
): string[] {
  return error.issues.flatMap((issue) => {
    const path = [...parsed.path, ...issue.path];
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownProperty([...path, key]));
    if (parsed.unresolved.some((unresolved) => overlaps(unresolved, path))) return [];
    return [describeIssue(issue, path, valueAt(parsed.input, issue.path))];
  });
}

function describeIssue(issue: z.core.$ZodIssue, path: Path, value: unknown): string {
  const at = path.length === 0 ? '' : `property ${writePath(path)}: `;
  if (issue.code === 'custom') return `${at}${issue.message}`;
  if (value === undefined) return `property ${writePath(path)} is missing, and the local runtime takes no default`;
  if (issue.code === 'invalid_value') {
    const known = issue.values.map((choice) => JSON.stringify(choice)).join(' or ');
    return `${at}${JSON.stringify(value)} ${notKnown}, only ${known}`;
  }
  return `${at}${issue.message}`;
}

function overlaps(one: Path, other: Path): boolean {
  return one.every((step, index) => index >= other.length || step === other[index]);
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, step) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, step)) return undefined;
    return Reflect.get(inner, step);
  }, value);
}
