import { screeningLimits } from '../limits/screening.ts';
import type { Pass, SensorFault } from '../messages/pass.ts';
import { addReading, type BaselineState, baselineC, emptyBaseline, enterDay, toHundredths } from './baseline.ts';
import { meanDeviationC } from './rounds.ts';
import { suspect } from './sensor-fault.ts';

/**
 * All that a gate keeps of the people it has measured, whatever their number: at most 30 numbers for each place in the
 * row of readings that it takes of one person, as many of the air, and what it suspects of its sensor. Plain data, for
 * a gate's flash. It follows from the passes alone, in the order of their `seq`, so that the cloud can follow it.
 */
export interface ScreeningState {
  /** One for each place in the row; the first is always there, a further one from its first reading on. */
  places: readonly [BaselineState, ...BaselineState[]];
  ambient: BaselineState;
  /** Of the last people who could be compared, oldest first: whether too warm. */
  tooWarm: readonly boolean[];
  /** Everything suspected of the sensor, what says most about it first. */
  suspected: readonly SensorFault[];
}

export const emptyScreening: ScreeningState = {
  places: [emptyBaseline],
  ambient: emptyBaseline,
  tooWarm: [],
  suspected: [],
};

/** The windows are new each local day, when the day goes forward. A sensor is not repaired at midnight. */
export function startDay(state: ScreeningState, day: string): ScreeningState {
  const [first, ...further] = state.places;
  return {
    ...state,
    places: [enterDay(first, day), ...further.map((place) => enterDay(place, day))],
    ambient: enterDay(state.ambient, day),
  };
}

/** What the next pass is judged by, and carries. */
export interface Comparison {
  /** °C; null while the gate is learning. */
  baselineC: number | null;
  /** The same for further readings of the person, by their place in the row. */
  moreBaselinesC: readonly (number | null)[];
  sensorFault?: SensorFault;
}

export function comparisonOf({ places, suspected }: ScreeningState): Comparison {
  const further = Array.from({ length: screeningLimits.furtherReadingsMax }, (_, index) => places[index + 1]);
  const [sensorFault] = suspected;
  return {
    baselineC: baselineC(places[0]),
    moreBaselinesC: further.map((place) => (place ? baselineC(place) : null)),
    ...(sensorFault && { sensorFault }),
  };
}

/** What a pass adds to the state: its readings alone. */
export type Readings = Pick<Pass, 'skinC' | 'ambientC'> & {
  more?: readonly { skinC: number | null }[] | undefined;
  /** Present: somebody was measured again. */
  recheckOf?: object | undefined;
};

/**
 * Adds the readings of a pass, alarmed ones too, after they were compared with what `comparisonOf` said.
 * @param limitC D of the config for the site: so much above the baseline is too warm.
 * @param comparison what `comparisonOf(state)` said, for whoever has it at hand.
 */
export function addReadings(
  state: ScreeningState,
  readings: Readings,
  limitC: number,
  comparison = comparisonOf(state),
): ScreeningState {
  const [first = null, ...more] = readingsC(readings);
  const [firstPlace, ...morePlaces] = state.places;
  const added = {
    places: [addIfAny(firstPlace, first), ...addRow(morePlaces, more, firstPlace.day)],
    ambient: addIfAny(state.ambient, readings.ambientC),
    tooWarm: [...state.tooWarm, ...warmth(comparison, readings, limitC)].slice(-screeningLimits.alarmsReadings),
  } satisfies Partial<ScreeningState>;
  const [skin] = added.places;
  return { ...added, suspected: suspect(state.suspected, { ...added, skin }) };
}

function addRow(places: readonly BaselineState[], readings: readonly (number | null)[], day: string): BaselineState[] {
  const length = Math.max(places.length, readings.length);
  return Array.from({ length }, (_, index) =>
    addIfAny(places[index] ?? { ...emptyBaseline, day }, readings[index] ?? null),
  );
}

function addIfAny(place: BaselineState, readingC: number | null): BaselineState {
  return readingC === null ? place : addReading(place, readingC);
}

/** All readings of skin, by their place in the row. */
export function readingsC({ skinC, more = [] }: Readings): (number | null)[] {
  return [skinC, ...more.map((further) => further.skinC)];
}

/** Whether too warm; empty for whom nothing can be said, and for a second look at the same person, which says no more. */
function warmth({ baselineC, moreBaselinesC }: Comparison, readings: Readings, limitC: number): boolean[] {
  const deviationC = readings.recheckOf ? null : meanDeviationC(readingsC(readings), [baselineC, ...moreBaselinesC]);
  return deviationC === null ? [] : [toHundredths(deviationC) >= toHundredths(limitC)];
}
