/** A moment as a clock on the wall of a time zone shows it. */
export interface LocalTime {
  /** ISO 8601: Monday is 1, Sunday is 7. */
  weekday: number;
  /** `HH:MM`, from 00:00 to 23:59; text order is time order. */
  time: string;
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** @param timeZone IANA name, e.g. `Asia/Shanghai`. */
export function localTime(atMs: number, timeZone: string): LocalTime {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const weekday = weekdays.indexOf(parts.get('weekday') ?? '') + 1;
  return { weekday, time: `${parts.get('hour')}:${parts.get('minute')}` };
}
