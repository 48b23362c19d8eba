import type { Say } from '../../language/text.ts';
import type { Duty, Roster } from './roster-edit.ts';

/** Monday is 1, as ISO 8601 has it. */
export const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const;

/** When a duty is: `周一、周二 08:00–20:00`. */
export function dutyText({ weekdays: on, from, to }: Duty, say: Say): string {
  const days = weekdays.filter((day) => on.includes(Number(day)));
  const text =
    days.length === weekdays.length ? say('roster.every-day') : days.map((day) => say(`weekday.${day}`)).join('、');
  return `${text} ${from === to ? say('roster.all-day') : `${from}–${to}`}`;
}

/** By what somebody is told. */
export function reachTexts({ subject, mail, reach, quiet }: Roster['people'][number], say: Say): string[] {
  return [
    ...(subject === undefined ? [] : [say('reach.push')]),
    ...(reach?.phone === undefined ? [] : [`${say('reach.phone')} ${reach.phone}`]),
    ...(reach?.webhook === undefined ? [] : [say('reach.webhook')]),
    ...(mail ? [say('reach.mail')] : []),
    ...(quiet === undefined ? [] : [say('reach.quiet', quiet)]),
  ];
}
