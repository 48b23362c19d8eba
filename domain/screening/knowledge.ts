import { screeningLimits } from '../limits.ts';
import type { SensorFault } from '../messages/pass.ts';
import { type BaselineState, emptyBaseline } from './baseline.ts';
import {
  addReadings,
  comparisonOf,
  emptyScreening,
  type Readings,
  readingsC,
  type ScreeningState,
  startDay,
} from './screening-state.ts';
import { find, sensorFaults } from './sensor-fault.ts';

/*
 * What can be said of a gate's state by who has not seen all of its passes. The state is carried on by the gate's own
 * rules from whatever is there; beside it stands which parts of it are what the gate has. A part is so again when
 * nothing from before the hole is in it any more.
 */

/** Of a window of 30 and the median of the day before: whether it is what the gate has. */
interface KnownWindow {
  window: boolean;
  lastDay: boolean;
}

export interface Knowledge {
  state: ScreeningState;
  /**
   * Whether the gate's day is the one in `state`. A pass that is missing may have been on a later day, by a clock that
   * was set back afterwards; then the gate began no new window on the days in between. Once that is possible it is so
   * for the rest of the epoch.
   */
  isDayKnown: boolean;
  /** For each place in the row that there can be. */
  places: readonly KnownWindow[];
  ambient: KnownWindow;
  isTooWarmKnown: boolean;
  /** Of the rest it is known whether they are suspected. */
  unknownFaults: readonly SensorFault[];
}

const placesMax = 1 + screeningLimits.furtherReadingsMax;
const known: KnownWindow = { window: true, lastDay: true };
const unknown: KnownWindow = { window: false, lastDay: false };

/** A gate that begins an epoch has nothing. */
export const freshlyKnown: Knowledge = {
  state: emptyScreening,
  isDayKnown: true,
  places: Array<KnownWindow>(placesMax).fill(known),
  ambient: known,
  isTooWarmKnown: true,
  unknownFaults: [],
};

/** After a hole. @param before what was known until then of the same epoch: its day never goes back. */
export function forgotten(before?: Knowledge): Knowledge {
  return { ...forgetWindows(before?.state.places[0].day ?? ''), isDayKnown: false };
}

function forgetWindows(day: string): Omit<Knowledge, 'isDayKnown'> {
  const empty = { ...emptyBaseline, day };
  return {
    state: { ...emptyScreening, places: [empty], ambient: empty },
    places: Array<KnownWindow>(placesMax).fill(unknown),
    ambient: unknown,
    isTooWarmKnown: false,
    unknownFaults: sensorFaults,
  };
}

/** A new day, or none when the gate's day is later already. */
export function onDay(before: Knowledge, day: string): Knowledge {
  const { state } = before;
  if (day <= state.places[0].day) return before;
  const next = startDay(state, day);
  if (before.isDayKnown) {
    const places = before.places.map((place, index) => overNight(place, state.places[index]));
    const ambient = overNight(before.ambient, state.ambient);
    return { ...before, state: forgetLastDays(next, places, ambient), places, ambient };
  }
  // Perhaps a new day to the gate, perhaps not: what is known of windows cannot be relied on, the rest goes on.
  const { places, ambient } = forgetWindows(day);
  const empty = { ...emptyBaseline, day };
  return { ...before, state: { ...next, places: [empty], ambient: empty }, places, ambient };
}

/** A new window is known to be empty. */
function overNight({ window, lastDay }: KnownWindow, { recent }: BaselineState = emptyBaseline): KnownWindow {
  return { window: true, lastDay: window && (lastDay || recent.length >= screeningLimits.readingsNeeded) };
}

function forgetLastDays(state: ScreeningState, places: readonly KnownWindow[], ambient: KnownWindow): ScreeningState {
  const forget = (place: BaselineState, it?: KnownWindow) => (it?.lastDay ? place : { ...place, lastDayMedian: null });
  const [first, ...further] = state.places;
  return {
    ...state,
    places: [forget(first, places[0]), ...further.map((place, index) => forget(place, places[index + 1]))],
    ambient: forget(state.ambient, ambient),
  };
}

/** What the next pass is compared with, by the place in the row: °C, null while learning; undefined: not known. */
export function knownBaselines({ state, places }: Knowledge): (number | null | undefined)[] {
  const { baselineC, moreBaselinesC } = comparisonOf(state);
  return [baselineC, ...moreBaselinesC].map((baseline, index) => {
    const { window, lastDay } = places[index] ?? unknown;
    const isByToday = (state.places[index]?.recent.length ?? 0) >= screeningLimits.readingsNeeded;
    return window && (isByToday || lastDay) ? baseline : undefined;
  });
}

/** What the next pass may name: one when everything is known. */
export function possibleFaults({ state, unknownFaults }: Knowledge): (SensorFault | null)[] {
  const possible: (SensorFault | null)[] = [];
  for (const fault of sensorFaults) {
    const isUnknown = unknownFaults.includes(fault);
    if (!isUnknown && !state.suspected.includes(fault)) continue;
    possible.push(fault);
    if (!isUnknown) return possible;
  }
  return [...possible, null];
}

/** @param limitC undefined: nobody knows what was too warm for this pass. */
export function takeIn(before: Knowledge, readings: Readings, limitC: number | undefined): Knowledge {
  const added = addReadings(before.state, readings, limitC ?? 0);
  const isKnown = isWarmthKnown(before, readings, limitC);
  const state = isKnown ? added : { ...added, tooWarm: [] };
  const next = {
    ...before,
    state,
    places: before.places.map((place, index) => renewed(place, state.places[index])),
    ambient: renewed(before.ambient, state.ambient),
    isTooWarmKnown: (before.isTooWarmKnown && isKnown) || state.tooWarm.length === screeningLimits.alarmsReadings,
  };
  return { ...next, unknownFaults: sensorFaults.filter((fault) => !isFaultKnown(fault, next)) };
}

/** Whether it is known if the person was too warm, or not compared at all. */
function isWarmthKnown(before: Knowledge, readings: Readings, limitC: number | undefined): boolean {
  if (readings.recheckOf) return true;
  const baselines = knownBaselines(before);
  const comparedWith = readingsC(readings).flatMap((readingC, place) => (readingC === null ? [] : [baselines[place]]));
  if (comparedWith.includes(undefined)) return false;
  return limitC !== undefined || comparedWith.every((baselineC) => baselineC === null);
}

/** A window that has been filled since it was unknown. */
function renewed(it: KnownWindow, place: BaselineState | undefined): KnownWindow {
  return place?.recent.length === screeningLimits.windowReadings ? { ...it, window: true } : it;
}

/** @param next with what was unknown before this reading. */
function isFaultKnown(fault: SensorFault, next: Knowledge): boolean {
  const { state, places, ambient, isTooWarmKnown, unknownFaults } = next;
  const skin = places[0] ?? unknown;
  const isEvidenceKnown: Record<SensorFault, boolean> = {
    stuck: skin.window,
    sun: skin.window,
    drift: [skin, ambient].every(({ window, lastDay }) => window && lastDay),
    alarms: isTooWarmKnown,
  };
  switch (find(fault, { ...state, skin: state.places[0] })) {
    // Evidence is never taken back by more of it from before.
    case 'present':
      return true;
    // All but a drift is told by the last readings alone.
    case 'absent':
      return fault !== 'drift' || isEvidenceKnown.drift;
    case 'unclear':
      return isEvidenceKnown[fault] && !unknownFaults.includes(fault);
  }
}
