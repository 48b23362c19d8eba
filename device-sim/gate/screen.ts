import { listsAgeS, versionsOf } from '../../domain/codes/held-lists.ts';
import { type CodeStanding, standingOf } from '../../domain/codes/standing.ts';
import { judge } from '../../domain/judgement.ts';
import { screeningLimits } from '../../domain/limits/screening.ts';
import { wireLimits } from '../../domain/limits/wire.ts';
import { localDay } from '../../domain/local-day.ts';
import type { Pass, ShownCode } from '../../domain/messages/pass.ts';
import { addReadings, comparisonOf, startDay } from '../../domain/screening/screening-state.ts';
import { type Step, saving } from './effects.ts';
import { codeLists } from './lists.ts';
import { takeOn } from './outbox.ts';
import { type GateState, isFull } from './state.ts';
import { remember, usedAtMs, useOf } from './used-codes.ts';

/** What the sensors saw of one person. Temperatures as measured: the gate rounds and checks them. */
export type Reading = Pick<Pass, 'direction' | 'site' | 'recheckOf'> & {
  /** °C; null: the sensor gave nothing. */
  skinC: number | null;
  ambientC: number | null;
  /** °C: further readings of the same person within seconds, from sensors that take several. */
  more?: readonly (number | null)[];
  /** °C, by the guard's contact thermometer. */
  contactC?: number;
  code: Omit<ShownCode, 'usedAt'> | null;
};

/**
 * Judges a person and takes the pass on: seq, baseline and pass go to flash in one write. What a guard has to
 * look at goes out at once and takes the whole outbox along.
 */
export function screen(state: GateState, reading: Reading, nowMs: number): Step {
  if (isFull(state)) return { state, effects: [{ kind: 'out-of-room' }] };
  const shown = hold(state, reading, nowMs);
  const { memory, pass } = measure(state, reading, shown, nowMs);
  const held = { epoch: pass.epoch, seq: pass.seq, atMs: nowMs, json: JSON.stringify(pass) };
  const enters = pass.verdict === 'admit' && pass.direction !== 'out';
  const use = enters && shown.standing ? useOf(shown.standing, nowMs) : undefined;
  const used = use && remember(state.used, use);
  return {
    state: takeOn({ ...state, memory, ...(used && { used }) }, held, pass.verdict !== 'admit'),
    save: saving(memory, { toOutbox: [held], ...(used && { used }) }),
    effects: [{ kind: 'decide', pass }],
  };
}

/** A code, held against the lists on the gate and against what was used here before. */
interface HeldCode {
  code: ShownCode | null;
  standing?: CodeStanding;
}

/** Who leaves shows the code that they came in with: that is no second use. */
function hold(state: GateState, { code, direction }: Pick<Reading, 'code' | 'direction'>, nowMs: number): HeldCode {
  if (!code) return { code };
  const { community, platform } = state.setup;
  const at = new Date(nowMs).toISOString();
  const stand = (shown: ShownCode) => standingOf({ code: shown, at, community }, codeLists(state), platform);
  const standing = stand(code);
  const usedMs = direction === 'out' ? undefined : usedAtMs(state.used, standing);
  if (usedMs === undefined) return { code, standing };
  const again = { ...code, usedAt: new Date(usedMs).toISOString() };
  return { code: again, standing: stand(again) };
}

/** Compare first, then add the readings: alarmed ones, too. */
function measure({ memory, lists, setup }: GateState, reading: Reading, { code, standing }: HeldCode, nowMs: number) {
  const today = startDay(memory.screening, localDay(nowMs, setup.timeZone));
  const comparison = comparisonOf(today);
  const { baselineC, moreBaselinesC, sensorFault } = comparison;
  const measured = {
    direction: reading.direction,
    site: reading.site,
    skinC: plausibleSkin(reading.skinC),
    baselineC,
    ...further(reading, moreBaselinesC),
    ...(sensorFault && { sensorFault }),
    ...contact(reading),
    code,
    listsAgeS: listsAgeS(lists, memory.listIndex, nowMs),
  };
  const seq = memory.lastSeq + 1;
  const pass: Pass = {
    epoch: memory.epoch,
    seq,
    at: new Date(nowMs).toISOString(),
    ...measured,
    ambientC: plausible(reading.ambientC, wireLimits.ambientMinC, wireLimits.ambientMaxC),
    ...judge(measured, memory.config, standing),
    configVersion: memory.config.version,
    ...(code && { lists: versionsOf(lists) }),
    ...(reading.recheckOf && { recheckOf: reading.recheckOf }),
  };
  const screening = addReadings(today, pass, memory.config.limitC[pass.site], comparison);
  return { memory: { ...memory, lastSeq: seq, screening }, pass };
}

function further({ more = [] }: Reading, baselinesC: readonly (number | null)[]): Pick<Pass, 'more'> {
  const readings = more.slice(0, screeningLimits.furtherReadingsMax).map((skinC, index) => ({
    skinC: plausibleSkin(skinC),
    baselineC: baselinesC[index] ?? null,
  }));
  return readings.length > 0 ? { more: readings } : {};
}

function contact({ contactC }: Reading): Pick<Pass, 'contactC'> {
  const taken = plausible(contactC ?? null, wireLimits.contactMinC, wireLimits.contactMaxC);
  return taken === null ? {} : { contactC: taken };
}

function plausibleSkin(celsius: number | null): number | null {
  return plausible(celsius, wireLimits.skinMinC, wireLimits.skinMaxC);
}

/** Whole hundredths within what is physically plausible; anything else is no reading. */
function plausible(celsius: number | null, minC: number, maxC: number): number | null {
  if (celsius === null || !(celsius >= minC && celsius <= maxC)) return null;
  return Math.round(celsius * 100) / 100;
}
