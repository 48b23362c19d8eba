import type * as z from 'zod';
import { localDay } from '../local-day.ts';
import type { GateConfig } from '../messages/config.ts';
import { type Pass, pass } from '../messages/pass.ts';
import { forgotten, freshlyKnown, type Knowledge, knownBaselines, onDay, possibleFaults, takeIn } from './knowledge.ts';

/** What of a stored pass shows whether its gate follows its own readings: no code, no pseudonym, no verdict. */
export const replayedPass = pass.pick({
  epoch: true,
  seq: true,
  at: true,
  site: true,
  skinC: true,
  ambientC: true,
  baselineC: true,
  more: true,
  sensorFault: true,
  recheckOf: true,
  configVersion: true,
});
export type ReplayedPass = z.infer<typeof replayedPass>;

/** Where a pass says something else than what follows from the passes before it. */
export interface Difference {
  epoch: string;
  seq: number;
  /** A path in the pass, such as `more.0.baselineC`; `seq`: another pass has the same number. */
  field: string;
  said: number | string | null;
  follows: number | string | null;
}

/** How far a replay has come: what it needs to go on with the next pass. */
export interface Replayed {
  last: Pick<Pass, 'epoch' | 'seq'>;
  knowledge: Knowledge;
}

export interface Replay {
  /** Undefined without a pass, and without a start. */
  end: Replayed | undefined;
  differences: Difference[];
  /** Passes whose baselines were all held against what follows. */
  checked: number;
  /** Passes of which a baseline could not be said, because passes before them are missing. */
  unknown: number;
}

export interface ReplayRules {
  /** In which the gate's day begins. */
  timeZone: string;
  /** The config of that version; undefined when the gate was never given it. */
  configOf(version: number): GateConfig | undefined;
}

/** In the order in which a gate counts them. @param passes of one gate in order of time: so the epochs are put. */
export function inReplayOrder<Counted extends Pick<Pass, 'epoch' | 'seq'>>(passes: readonly Counted[]): Counted[] {
  const epochs = [...new Set(passes.map(({ epoch }) => epoch))];
  const placeOf = new Map(epochs.map((epoch, index) => [epoch, index]));
  return passes.toSorted((a, b) => (placeOf.get(a.epoch) ?? 0) - (placeOf.get(b.epoch) ?? 0) || a.seq - b.seq);
}

/**
 * Repeats what a gate did: what each of its passes should have carried follows from those before it. An honest gate
 * is never found to differ, whatever is missing: after a hole nothing is said until what the gate kept has been
 * renewed by passes that are there.
 * @param passes of one gate; those of an epoch together, in the order of their `seq`.
 * @param start what was known before them; without it, only an epoch's first pass is known to begin with nothing.
 */
export function replay(passes: readonly ReplayedPass[], rules: ReplayRules, start?: Replayed): Replay {
  const result: Replay = { end: start, differences: [], checked: 0, unknown: 0 };
  for (const pass of passes) {
    const { epoch, seq } = pass;
    const before = result.end;
    if (before?.last.epoch === epoch && before.last.seq === seq) {
      result.differences.push({ epoch, seq, field: 'seq', said: seq, follows: seq + 1 });
      // Which of the two the gate has taken in, only the gate knows.
      result.end = { ...before, knowledge: forgotten };
      result.unknown++;
      continue;
    }
    const today = onDay(knownBefore(pass, before), localDay(Date.parse(pass.at), rules.timeZone));
    const fields = fieldsOf(pass, today);
    const limitC = rules.configOf(pass.configVersion)?.limitC[pass.site];
    result.end = { last: { epoch, seq }, knowledge: takeIn(today, pass, limitC) };
    if (fields.every(({ possible }) => possible)) result.checked++;
    else result.unknown++;
    for (const { field, said, possible } of fields) {
      if (!possible || possible.includes(said)) continue;
      result.differences.push({ epoch, seq, field, said, follows: possible[0] ?? null });
    }
  }
  return result;
}

function knownBefore({ epoch, seq }: ReplayedPass, before: Replayed | undefined): Knowledge {
  if (seq === 1) return freshlyKnown;
  return before?.last.epoch === epoch && before.last.seq === seq - 1 ? before.knowledge : forgotten;
}

/** What a pass says in a field, and what it may say; undefined: anything, since too little is known. */
interface Field {
  field: string;
  said: number | string | null;
  possible: readonly (number | string | null)[] | undefined;
}

function fieldsOf({ baselineC, more = [], sensorFault }: ReplayedPass, today: Knowledge): Field[] {
  const baselines = knownBaselines(today);
  const readings = [{ baselineC }, ...more].map((reading, place): Field => {
    const follows = baselines[place];
    return {
      field: place === 0 ? 'baselineC' : `more.${place - 1}.baselineC`,
      said: reading.baselineC,
      possible: follows === undefined ? undefined : [follows],
    };
  });
  return [...readings, { field: 'sensorFault', said: sensorFault ?? null, possible: possibleFaults(today) }];
}
