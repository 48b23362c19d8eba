import { judge } from '../../domain/judgement.ts';
import { wireLimits } from '../../domain/limits.ts';
import { localDay } from '../../domain/local-day.ts';
import type { Pass } from '../../domain/messages/pass.ts';
import { addReading, baselineC, enterDay } from '../../domain/screening/baseline.ts';
import { type Step, saving } from './effects.ts';
import { makeAllDue } from './outbox.ts';
import { type GateMemory, type GateState, isFull } from './state.ts';

/** What the sensors saw of one person. Temperatures as measured: the gate rounds and checks them. */
export type Reading = Pick<Pass, 'direction' | 'site' | 'code'> & {
  /** °C; null: the sensor gave nothing. */
  skinC: number | null;
  ambientC: number | null;
};

/**
 * Judges a person and takes the pass on: seq, baseline and pass go to flash in one write. What a guard has to
 * look at goes out at once and takes the whole outbox along.
 */
export function screen(state: GateState, reading: Reading, nowMs: number): Step {
  if (isFull(state)) return { state, effects: [{ kind: 'out-of-room' }] };
  const { memory, pass } = measure(state.memory, reading, nowMs, state.setup.timeZone);
  const held = { epoch: pass.epoch, seq: pass.seq, atMs: nowMs, json: JSON.stringify(pass) };
  const taken = { ...state, memory, outbox: [...state.outbox, held] };
  return {
    state: pass.verdict === 'admit' ? taken : makeAllDue(taken),
    save: saving(memory, { toOutbox: [held] }),
    effects: [{ kind: 'decide', pass }],
  };
}

/** Compare first, then add the reading: an alarmed one, too. */
function measure(memory: GateMemory, reading: Reading, nowMs: number, timeZone: string) {
  const today = enterDay(memory.baseline, localDay(nowMs, timeZone));
  const measured = {
    site: reading.site,
    skinC: plausible(reading.skinC, wireLimits.skinMinC, wireLimits.skinMaxC),
    baselineC: baselineC(today),
    code: reading.code,
  };
  const seq = memory.lastSeq + 1;
  const pass: Pass = {
    epoch: memory.epoch,
    seq,
    at: new Date(nowMs).toISOString(),
    direction: reading.direction,
    ...measured,
    ambientC: plausible(reading.ambientC, wireLimits.ambientMinC, wireLimits.ambientMaxC),
    ...judge(measured, memory.config),
    configVersion: memory.config.version,
    listsAgeS: null,
  };
  const baseline = measured.skinC === null ? today : addReading(today, measured.skinC);
  return { memory: { ...memory, lastSeq: seq, baseline }, pass };
}

/** Whole hundredths within what is physically plausible; anything else is no reading. */
function plausible(celsius: number | null, minC: number, maxC: number): number | null {
  if (celsius === null || !(celsius >= minC && celsius <= maxC)) return null;
  return Math.round(celsius * 100) / 100;
}
