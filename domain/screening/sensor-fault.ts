import { screeningLimits } from '../limits/screening.ts';
import type { SensorFault } from '../messages/pass.ts';
import { type BaselineState, median, toHundredths } from './baseline.ts';

/**
 * When a gate doubts its own sensor. It is asked after each reading; what it suspects makes it ask for a check by
 * hand and goes to the operators. The readings go on being taken in, so that a fault ends by itself once the evidence
 * has gone. Figures and limits: docs/decisions/0013.
 */

/** What a gate goes by: nothing but what its passes carry, so that the cloud can follow it. */
export interface SensorEvidence {
  /** Readings of skin, the first of each person. */
  skin: BaselineState;
  /** The air, by the same rule as skin: today's last 30, and what it was on the last day. */
  ambient: BaselineState;
  /** Of the last people who could be compared, oldest first: whether too warm. */
  tooWarm: readonly boolean[];
}

/** Between the evidence for a fault and the evidence against it nothing changes: what was suspected stays so. */
export type Finding = 'present' | 'absent' | 'unclear';

/** The one that says most about the sensor comes first: a pass names one. */
export const sensorFaults = ['stuck', 'sun', 'drift', 'alarms'] as const satisfies readonly SensorFault[];

const finders: Record<SensorFault, (evidence: SensorEvidence, figures: Figures) => Finding> = {
  stuck: findStuck,
  sun: findSun,
  drift: findDrift,
  alarms: findAlarms,
};

/** Of the readings of skin, in hundredths; null while the window is not full. */
interface Figures {
  middle: number | null;
  jump: number | null;
}

/** What the evidence, taken by itself, says about each fault; `unclear` while there is too little. */
export function findAll(evidence: SensorEvidence): Record<SensorFault, Finding> {
  const figures = { middle: windowMedian(evidence.skin), jump: jumpOf(evidence.skin) };
  const find = (fault: SensorFault) => finders[fault](evidence, figures);
  return { stuck: find('stuck'), sun: find('sun'), drift: find('drift'), alarms: find('alarms') };
}

/** @returns in the order of `sensorFaults`. @param before what was suspected until now. */
export function suspect(before: readonly SensorFault[], evidence: SensorEvidence): SensorFault[] {
  const findings = findAll(evidence);
  return sensorFaults.filter((fault) => {
    const finding = findings[fault];
    return finding === 'unclear' ? before.includes(fault) : finding === 'present';
  });
}

/** The same reading, to the hundredth, of one person after the other. */
function findStuck({ skin }: SensorEvidence): Finding {
  const last = skin.recent.slice(-screeningLimits.stuckReadings);
  if (last.length < screeningLimits.stuckReadings) return 'unclear';
  const values = new Set(last).size;
  if (values === 1) return 'present';
  return values >= screeningLimits.unstuckValues ? 'absent' : 'unclear';
}

/** Warmer than skin can be, or warming up faster than people and air do. */
function findSun(_evidence: SensorEvidence, { middle, jump }: Figures): Finding {
  if (middle === null || jump === null) return 'unclear';
  if (middle >= toHundredths(screeningLimits.sunMedianC)) return 'present';
  if (jump >= toHundredths(screeningLimits.jumpC)) return 'present';
  const isCool = middle < toHundredths(screeningLimits.sunEndsBelowC);
  return isCool && jump < toHundredths(screeningLimits.jumpEndsBelowC) ? 'absent' : 'unclear';
}

/**
 * Far from the last day, more than the weather explains; or falling faster than people and air do, which is when a
 * fever would pass for normal.
 */
function findDrift({ skin, ambient }: SensorEvidence, { middle, jump }: Figures): Finding {
  if (jump === null) return 'unclear';
  if (jump <= -toHundredths(screeningLimits.jumpC)) return 'present';
  const distance = unexplained(changeOf(skin, middle), changeOf(ambient, windowMedian(ambient)));
  if (distance >= toHundredths(screeningLimits.driftC)) return 'present';
  const isNear = distance < toHundredths(screeningLimits.driftEndsBelowC);
  return isNear && jump > -toHundredths(screeningLimits.jumpEndsBelowC) ? 'absent' : 'unclear';
}

/** So many too warm that the sensor is likelier to be wrong than they to be ill. */
function findAlarms({ tooWarm }: SensorEvidence): Finding {
  if (tooWarm.length < screeningLimits.alarmsReadings) return 'unclear';
  const alarms = tooWarm.filter((one) => one).length;
  if (alarms >= screeningLimits.alarmsBegin) return 'present';
  return alarms <= screeningLimits.alarmsEnd ? 'absent' : 'unclear';
}

/** From the older half of a full window to its newer half; in hundredths. */
function jumpOf({ recent }: BaselineState): number | null {
  if (recent.length < screeningLimits.windowReadings) return null;
  const half = recent.length / 2;
  return median(recent.slice(half)) - median(recent.slice(0, half));
}

function windowMedian({ recent }: BaselineState): number | null {
  return recent.length < screeningLimits.windowReadings ? null : median(recent);
}

/** From the last day to today; null while either is unknown. */
function changeOf({ lastDayMedian }: BaselineState, middle: number | null): number | null {
  return middle === null || lastDayMedian === null ? null : middle - lastDayMedian;
}

/** Weather explains anything between no change and the most by which skin follows the air. Without an air: nothing said. */
function unexplained(skinChange: number | null, ambientChange: number | null): number {
  if (skinChange === null || ambientChange === null) return 0;
  // Whole numbers first: 0.15 has no exact binary form, and every firmware has to come to the same.
  const explainedAtMost = (toHundredths(screeningLimits.skinPerAmbientMaxC) * ambientChange) / 100;
  const explained = Math.max(Math.min(0, explainedAtMost), Math.min(Math.max(0, explainedAtMost), skinChange));
  return Math.abs(skinChange - explained);
}
