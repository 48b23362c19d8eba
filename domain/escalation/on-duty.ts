import type { LocalTime } from '../local-time.ts';
import type { Duty, RosterPerson } from './roster.ts';

/** Who is on duty at a moment, each once, in the order of the duties. */
export function onDuty(all: readonly Duty[], now: LocalTime): string[] {
  return [...new Set(all.filter((one) => covers(one, now)).flatMap(({ people }) => people))];
}

function covers({ weekdays, from, to }: Duty, { weekday, time }: LocalTime): boolean {
  const yesterday = weekday === 1 ? 7 : weekday - 1;
  if (from < to) return weekdays.includes(weekday) && from <= time && time < to;
  return (weekdays.includes(weekday) && from <= time) || (weekdays.includes(yesterday) && time < to);
}

/** Whether somebody wants to be left alone at a moment. */
export function isQuiet({ quiet }: Pick<RosterPerson, 'quiet'>, { time }: LocalTime): boolean {
  if (!quiet) return false;
  const { from, to } = quiet;
  return from < to ? from <= time && time < to : from <= time || time < to;
}
