/** Every zone is a whole number of quarters of an hour from UTC, so that no day begins within one. */
const quarterMs = 15 * 60_000;

interface Zone {
  format: Intl.DateTimeFormat;
  /** The quarter of an hour asked for last, and its day: passes come one after another, and formatting costs 3 µs. */
  quarter: number;
  day: string;
}

const zones = new Map<string, Zone>();

/**
 * The calendar day of an instant in a time zone.
 * @param timeZone IANA name, e.g. `Asia/Shanghai`. The few in use are kept: making a formatter costs 30 µs.
 * @returns `YYYY-MM-DD`; text order is day order.
 */
export function localDay(atMs: number, timeZone: string): string {
  let zone = zones.get(timeZone);
  if (!zone) {
    // Swedish dates are written YYYY-MM-DD.
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    zone = { format, quarter: Number.NaN, day: '' };
    zones.set(timeZone, zone);
  }
  const quarter = Math.floor(atMs / quarterMs);
  if (quarter !== zone.quarter) {
    zone.day = zone.format.format(atMs);
    zone.quarter = quarter;
  }
  return zone.day;
}

/** @param day `YYYY-MM-DD`; @param days how many later, or with a minus sign earlier. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, day.length);
}

/** No zone is further ahead of UTC. */
const aheadMaxMs = 14 * 3_600_000;

/** When a day begins in a time zone, in milliseconds. @param day `YYYY-MM-DD`. */
export function dayBeginsMs(day: string, timeZone: string): number {
  let atMs = Date.parse(day) - aheadMaxMs;
  while (localDay(atMs, timeZone) < day) atMs += quarterMs;
  return atMs;
}
