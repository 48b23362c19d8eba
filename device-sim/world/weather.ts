export interface Weather {
  /** 1 to 12. */
  month: number;
  /** °C by which these days are warmer than the month usually is. */
  warmerC: number;
}

/** °C in Hangzhou, January to December: means of 2008 and 2009 (China Statistical Yearbooks 2009 and 2010). */
const monthlyMeanC = [4.1, 6.7, 11.9, 17.4, 23.1, 25.7, 29.9, 28.4, 25.7, 20.5, 11.9, 7.2] as const;

/** From the mean of a day up to its warmest and down to its coldest hour. A guess: nights and days differ by 8 °C. */
const swingC = 4;
const warmestH = 15;

/** °C outdoors. @param atH hours since some midnight. */
export function outdoorsC({ month, warmerC }: Weather, atH: number): number {
  const meanC = monthlyMeanC[month - 1] ?? Number.NaN;
  return meanC + warmerC + swingC * Math.cos((2 * Math.PI * (atH - warmestH)) / 24);
}
