import { screeningLimits } from '../limits/screening.ts';
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
import { type Finding, findAll, sensorFaults } from './sensor-fault.ts';

/**
 * What can be said of a gate's state by who has not seen all of its passes. The state is carried on by the gate's own
 * rules from whatever is there; beside it stands which parts of it are what the gate has.
 */
export interface Knowledge {
  state: ScreeningState;
  /**
   * Whether every pass of the epoch has been seen. Once one has not, only a window that was filled since is known: the
   * missing pass may have been on a later day, by a clock that was set back afterwards, and then the gate begins no new
   * window on the days in between. So the day before is not known again in this epoch.
   */
  isWhole: boolean;
  isTooWarmKnown: boolean;
  /** Of the rest it is known whether they are suspected. */
  unknownFaults: readonly SensorFault[];
}

/** A gate that begins an epoch has nothing. */
export const freshlyKnown: Knowledge = {
  state: emptyScreening,
  isWhole: true,
  isTooWarmKnown: true,
  unknownFaults: [],
};

/** After a hole, and of a gate that was not watched before. */
export const forgotten: Knowledge = {
  state: emptyScreening,
  isWhole: false,
  isTooWarmKnown: false,
  unknownFaults: sensorFaults,
};

/** A new day, or none when the gate's day is later already. */
export function onDay(before: Knowledge, day: string): Knowledge {
  const { state, isWhole } = before;
  if (day <= state.places[0].day) return before;
  if (isWhole) return { ...before, state: startDay(state, day) };
  // After a hole it is a new day to the gate, or it is not: its windows are empty or go on.
  const empty = { ...emptyBaseline, day };
  return { ...before, state: { ...state, places: [empty], ambient: empty } };
}

/** What the next pass is compared with, by the place in the row: °C, null while learning; undefined: not known. */
export function knownBaselines(knowledge: Knowledge): (number | null | undefined)[] {
  const { baselineC, moreBaselinesC } = comparisonOf(knowledge.state);
  return [baselineC, ...moreBaselinesC].map((baseline, index) =>
    isWindowKnown(knowledge, knowledge.state.places[index]) ? baseline : undefined,
  );
}

function isWindowKnown({ isWhole }: Knowledge, window: BaselineState | undefined): boolean {
  return isWhole || window?.recent.length === screeningLimits.windowReadings;
}

/** What the next pass may name, what is likeliest first; one when everything is known. */
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
  const isTooWarmKnown = (before.isTooWarmKnown && isKnown) || state.tooWarm.length === screeningLimits.alarmsReadings;
  const next = { ...before, state, isTooWarmKnown };
  const findings = findAll({ ...state, skin: state.places[0] });
  return { ...next, unknownFaults: sensorFaults.filter((fault) => !isFaultKnown(fault, findings[fault], next)) };
}

/** Whether it is known if the person was too warm, or not compared at all. */
function isWarmthKnown(before: Knowledge, readings: Readings, limitC: number | undefined): boolean {
  if (readings.recheckOf) return true;
  const baselines = knownBaselines(before);
  const comparedWith = readingsC(readings).flatMap((readingC, place) => (readingC === null ? [] : [baselines[place]]));
  if (comparedWith.includes(undefined)) return false;
  return limitC !== undefined || comparedWith.every((baselineC) => baselineC === null);
}

/** @param next with what was unknown before this reading. */
function isFaultKnown(fault: SensorFault, finding: Finding, next: Knowledge): boolean {
  const { state, isWhole, isTooWarmKnown, unknownFaults } = next;
  const skin = state.places[0];
  switch (finding) {
    // More of the past never takes it back.
    case 'present':
      return true;
    // The last readings alone tell, but for a drift, which is told by the day before as well.
    case 'absent':
      return fault !== 'drift' || isWhole;
    case 'unclear': {
      const isEvidenceKnown = {
        stuck: isWindowKnown(next, skin),
        sun: isWindowKnown(next, skin),
        drift: isWhole,
        alarms: isTooWarmKnown,
      } satisfies Record<SensorFault, boolean>;
      return isEvidenceKnown[fault] && !unknownFaults.includes(fault);
    }
  }
}
