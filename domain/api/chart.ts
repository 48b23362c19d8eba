import type * as z from 'zod';
import { apiLimits } from '../limits/api.ts';
import type { gateHours } from './gate-routes.ts';
import type { passShown } from './pass-routes.ts';

type PassShown = z.infer<typeof passShown>;
type Chart = Omit<z.infer<typeof gateHours>, 'complete'>;

/** What a chart of a gate is made of. @param passes newest first. */
export function chartOf(passes: readonly PassShown[]): Chart {
  const oldestFirst = passes.toReversed();
  const steps = Map.groupBy(oldestFirst, ({ at }) => Math.floor(Date.parse(at) / apiLimits.chartStepMs));
  return {
    stepS: apiLimits.chartStepMs / 1_000,
    steps: [...steps].map(([step, members]) => ({
      from: new Date(step * apiLimits.chartStepMs).toISOString(),
      passes: members.length,
      ...spread(members.flatMap(({ skinC }) => skinC ?? [])),
      baselineC: members.findLast(({ baselineC }) => baselineC !== null)?.baselineC ?? null,
    })),
    alarms: oldestFirst
      .filter(({ verdict }) => verdict !== 'admit')
      .slice(-apiLimits.chartAlarmsMax)
      .map(({ at, skinC, baselineC, reason, contactC }) => ({
        at,
        skinC,
        baselineC,
        reason,
        ...(contactC !== undefined && { contactC }),
      })),
  };
}

function spread(readings: readonly number[]): Pick<Chart['steps'][number], 'lowestC' | 'medianC' | 'highestC'> {
  const sorted = readings.toSorted((a, b) => a - b);
  const at = (index: number) => sorted.at(index) ?? null;
  return { lowestC: at(0), medianC: at(Math.floor(sorted.length / 2)), highestC: at(-1) };
}
