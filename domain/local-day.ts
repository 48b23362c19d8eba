const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * The calendar day of an instant in a time zone.
 * @param timeZone IANA name, e.g. `Asia/Shanghai`. The few in use are kept: making a formatter costs 30 µs.
 * @returns `YYYY-MM-DD`; text order is day order.
 */
export function localDay(atMs: number, timeZone: string): string {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    // Swedish dates are written YYYY-MM-DD.
    formatter = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formatters.set(timeZone, formatter);
  }
  return formatter.format(atMs);
}
