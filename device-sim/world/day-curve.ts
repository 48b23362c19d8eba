/** A value at each full hour of a day, from 0 to 23 o'clock, and straight in between; it comes again every day. */
export type DayCurve = readonly number[];

/** @param atH hours since some midnight, with fractions. */
export function valueAt(curve: DayCurve, atH: number): number {
  const hour = Math.floor(atH);
  const before = curve[hour % curve.length] ?? 0;
  const after = curve[(hour + 1) % curve.length] ?? 0;
  return before + (after - before) * (atH - hour);
}

/** The mean from one time to another; the value then, when they are the same. */
export function meanBetween(curve: DayCurve, fromH: number, toH: number): number {
  const steps = 1 + Math.ceil((toH - fromH) * 4);
  const stepH = (toH - fromH) / steps;
  const middles = Array.from({ length: steps }, (_, step) => valueAt(curve, fromH + (step + 0.5) * stepH));
  return middles.reduce((sum, value) => sum + value, 0) / steps;
}
