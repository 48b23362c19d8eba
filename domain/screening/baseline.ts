import { screeningLimits } from '../limits/screening.ts';

/**
 * Warmer than the people just before you: what "just before" means.
 *
 * Skin is not core. Weather, sun and a drifting sensor shift every reading at a gate alike, so a reading is
 * compared with the median of the last 30 at the same gate on the same day, not with a fixed limit.
 * All arithmetic is in whole hundredths of a degree: gate and cloud must agree to the last digit.
 */
const { windowReadings, readingsNeeded } = screeningLimits;

/** All that a gate has to keep for this: at most 30 numbers, and one from the day before. */
export interface BaselineState {
  /** Local day, `YYYY-MM-DD`, of the readings in `recent`. */
  day: string;
  /** The last readings of that day in hundredths of °C, oldest first; alarmed ones too. */
  recent: readonly number[];
  /** Median at the end of the last day that had one, in hundredths of °C. */
  lastDayMedian: number | null;
}

export const emptyBaseline: BaselineState = { day: '', recent: [], lastDayMedian: null };

/** The window is new each local day, but only when the day goes forward: a clock set back starts nothing. */
export function enterDay(state: BaselineState, day: string): BaselineState {
  if (day <= state.day) return state;
  const enough = state.recent.length >= readingsNeeded;
  return { day, recent: [], lastDayMedian: enough ? median(state.recent) : state.lastDayMedian };
}

/**
 * What the next reading is compared with.
 * @returns °C, or null while the gate is learning.
 */
export function baselineC(state: BaselineState): number | null {
  const value = state.recent.length >= readingsNeeded ? median(state.recent) : state.lastDayMedian;
  return value === null ? null : value / 100;
}

/** Adds a reading (°C) after it was compared. The oldest of more than 30 falls out. */
export function addReading(state: BaselineState, skinC: number): BaselineState {
  return { ...state, recent: [...state.recent, toHundredths(skinC)].slice(-windowReadings) };
}

/** Whole hundredths of a degree, so that 36.10 − 35.30 is 80 and not 79.999…. */
export function toHundredths(celsius: number): number {
  return Math.round(celsius * 100);
}

/**
 * Of whole hundredths; of an even number the mean of the middle two, rounded half up.
 * @param values not empty.
 */
export function median(values: readonly number[]): number {
  const sorted = sort(values);
  const upper = sorted[sorted.length >> 1] ?? 0;
  const lower = sorted[(sorted.length - 1) >> 1] ?? 0;
  return Math.floor((lower + upper + 1) / 2);
}

/** By insertion: windows are short, a gate needs nine medians for each person, and this is four times as quick. */
function sort(values: readonly number[]): number[] {
  const sorted = values.slice();
  for (let next = 1; next < sorted.length; next++) {
    const value = sorted[next] ?? 0;
    let place = next;
    for (let before = sorted[place - 1]; before !== undefined && before > value; before = sorted[place - 1]) {
      sorted[place--] = before;
    }
    sorted[place] = value;
  }
  return sorted;
}
