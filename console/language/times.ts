const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats are kept: making one takes longer than drawing a row. Digits are the same in all languages of the page. */
function format(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, hourCycle: 'h23', ...options });
  formats.set(key, known);
  return known;
}

/** `18:05` on the walls of a time zone. @param at an instant, or milliseconds. */
export function clockText(at: string | number, timeZone: string): string {
  return format(timeZone, { hour: '2-digit', minute: '2-digit' }).format(new Date(at));
}

/** `11-24 18:05` */
export function dayClockText(at: string | number, timeZone: string): string {
  const day = format(timeZone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(at));
  return `${day.slice('YYYY-'.length)} ${clockText(at, timeZone)}`;
}
