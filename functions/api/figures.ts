import { figuresOf } from '../../domain/figures/day-figures.ts';
import { apiLimits } from '../../domain/limits/api.ts';
import { dayAfter, dayBeginsMs, localDay } from '../../domain/local-day.ts';
import { toInstant } from '../shared/timing.ts';
import type { Communities } from './communities.ts';
import type { Handler } from './handler-of.ts';
import type { ReadPasses } from './read-passes.ts';

/** A community's day, from its passes as they lie in the table now (law 7). */
export function createGetFigures(read: ReadPasses, communities: Communities, timeZone: string): Handler<'getFigures'> {
  return async ({ principal, community, query, nowMs, retry }) => {
    const place = await communities.permit(principal, 'see-passes', community, retry);
    if ('problem' in place) return place;
    const day = query.day ?? localDay(nowMs, timeZone);
    const fromMs = dayBeginsMs(day, timeZone);
    const toMs = dayBeginsMs(dayAfter(day, 1), timeZone);
    const range = { ...place, gate: undefined, fromMs, toMs, after: undefined };
    const { passes, next } = await read({ ...range, passesMax: apiLimits.passesReadMax }, nowMs, retry);
    const figures = figuresOf(passes, timeZone);
    return { answer: { day, ...figures, asOf: toInstant(nowMs), complete: next === undefined } };
  };
}
