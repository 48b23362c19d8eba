import type * as z from 'zod';
import type { WithoutMeaning } from './no-local-meaning.ts';
import { describeIssues, type Path, type Report } from './problems.ts';
import { takeOut } from './take-out.ts';

/**
 * Parses a value by a strict schema, once what has no local meaning is out of it (checked for shape).
 * @returns undefined when something was wrong; each problem is reported then.
 */
export function parseKnown<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  report: Report,
  options: { withoutMeaning?: Readonly<Record<string, WithoutMeaning>>; unresolved?: readonly Path[] } = {},
): z.output<Schema> | undefined {
  const unresolved = options.unresolved ?? [];
  let rest = value;
  let sound = true;
  const refuse = (error: z.ZodError, path: Path, input: unknown) => {
    sound = false;
    for (const line of describeIssues(error, { path, input, unresolved })) report.problems.add(report.where, line);
  };
  for (const [pattern, { shape }] of Object.entries(options.withoutMeaning ?? {})) {
    const split = takeOut(rest, pattern);
    rest = split.rest;
    for (const { path, value: taken } of split.taken) {
      const checked = shape.safeParse(taken);
      if (!checked.success) refuse(checked.error, path, taken);
    }
  }
  const parsed = schema.safeParse(rest);
  if (!parsed.success) refuse(parsed.error, [], rest);
  return parsed.success && sound ? parsed.data : undefined;
}
