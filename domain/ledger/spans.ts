import * as z from 'zod';

/** Numbers from `from` through `to`, both included. */
export interface Range {
  from: number;
  to: number;
}

/** Numbers of which the same is to be said. */
export interface Span<What> extends Range {
  what: What;
}

/** Spans as they are kept. */
export function spansOf<What>(what: z.ZodType<What>): z.ZodType<Span<What>[]> {
  return z.array(z.object({ from: z.int(), to: z.int(), what }));
}

/**
 * Says something else of the numbers of a range. Spans are ascending, do not touch one another unless they say different
 * things, and there is one way only to write down the same facts: the order in which they became known leaves no trace.
 * @param next what is to be said of a number, from what was; `undefined`: nothing.
 */
export function change<What>(
  spans: readonly Span<What>[],
  { from, to }: Range,
  next: (what: What | undefined) => What | undefined,
): Span<What>[] {
  const changed: Span<What>[] = [];
  const add = (first: number, last: number, what: What | undefined) => {
    if (first > last || what === undefined) return;
    const before = changed.at(-1);
    if (before && before.to === first - 1 && isSame(before.what, what)) before.to = last;
    else changed.push({ from: first, to: last, what });
  };
  // The first number of the range that has not been looked at.
  let rest = from;
  for (const span of spans) {
    add(span.from, Math.min(span.to, from - 1), span.what);
    const gapEnd = Math.min(span.from - 1, to);
    add(rest, gapEnd, next(undefined));
    rest = Math.max(rest, gapEnd + 1);
    add(Math.max(span.from, from), Math.min(span.to, to), next(span.what));
    rest = Math.max(rest, Math.min(span.to, to) + 1);
    add(Math.max(span.from, to + 1), span.to, span.what);
  }
  add(rest, to, next(undefined));
  return changed;
}

/** Says nothing of the numbers of a range any more. */
export function without<What>(spans: readonly Span<What>[], range: Range): Span<What>[] {
  return change(spans, range, () => undefined);
}

export function covers(spans: readonly Range[], number: number): boolean {
  return spans.some(({ from, to }) => from <= number && number <= to);
}

/** How many numbers. */
export function sizeOf(spans: readonly Range[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from + 1, 0);
}

function isSame<What>(one: What, other: What): boolean {
  return textOf(one) === textOf(other);
}

/** What is said is a value or a flat record, in which order does not matter. */
function textOf(what: unknown): string {
  if (typeof what !== 'object' || what === null) return JSON.stringify(what);
  return JSON.stringify(Object.entries(what).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
