export interface Weather {
  /** 1 to 12. */
  month: number;
  /** °C by which this day is warmer than the month's mean. */
  warmerC: number;
}
