import type { AnswerOf } from '../../../domain/api/routes.ts';

export type HoursSeen = AnswerOf<'getGateHours'>;
type Value = number | null | undefined;

/** What a chart is drawn of: columns of the same length; `null` is a pause, `undefined` no value of that column. */
export interface ChartColumns {
  /** UTC, in seconds. */
  atS: number[];
  lowestC: Value[];
  highestC: Value[];
  medianC: Value[];
  baselineC: Value[];
  /** Who was not let in at once. */
  heldC: Value[];
}

/** @param hours as the API tells them: without the steps in which nobody passed. */
export function chartColumns({ steps, stepS, alarms }: HoursSeen): ChartColumns {
  const byTime = new Map(steps.map((step) => [Date.parse(step.from) / 1_000 + stepS / 2, step]));
  const times = [...byTime.keys()];
  const everyStepS: number[] = [];
  for (let atS = Math.min(...times); atS <= Math.max(...times); atS += stepS) everyStepS.push(atS);
  const held = new Map(alarms.map(({ at, skinC }) => [Date.parse(at) / 1_000, skinC]));
  const atS = [...new Set([...everyStepS, ...held.keys()])].toSorted((a, b) => a - b);
  const isStep = new Set(everyStepS);
  const column = (name: 'lowestC' | 'highestC' | 'medianC' | 'baselineC') =>
    atS.map((at) => (isStep.has(at) ? (byTime.get(at)?.[name] ?? null) : undefined));
  return {
    atS,
    lowestC: column('lowestC'),
    highestC: column('highestC'),
    medianC: column('medianC'),
    baselineC: column('baselineC'),
    heldC: atS.map((at) => held.get(at) ?? undefined),
  };
}

/** The same in a few numbers, for who does not see a chart. */
export function summaryOf({ steps, alarms }: HoursSeen) {
  const lowest = steps.flatMap(({ lowestC }) => lowestC ?? []);
  const highest = steps.flatMap(({ highestC }) => highestC ?? []);
  return {
    passes: steps.reduce((sum, step) => sum + step.passes, 0),
    held: alarms.length,
    lowestC: lowest.length > 0 ? Math.min(...lowest) : undefined,
    highestC: highest.length > 0 ? Math.max(...highest) : undefined,
    baselineC: steps.findLast(({ baselineC }) => baselineC !== null)?.baselineC ?? undefined,
  };
}
