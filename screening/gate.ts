import { addReading, baselineC, emptyBaseline, enterDay } from '../domain/screening/baseline.ts';
import { type MeasuredSite, type Person, rounds } from './people.ts';
import type { ShiftAt } from './scenarios.ts';
import { streamOf } from './stream.ts';

/** What a gate measured as people passed, and what it compared each reading with. Arrays run along the passes. */
export interface Gate {
  people: readonly Person[];
  /** °C; null where there was no valid reading. */
  readingsC(site: MeasuredSite, round: number): readonly (number | null)[];
  /** The shipped baseline of that site and round alone, °C; null while it is learning. */
  baselinesC(site: MeasuredSite, round: number): readonly (number | null)[];
}

export function createGate(people: readonly Person[], shiftAt: ShiftAt): Gate {
  const readingsC = onceFor((site, round) => {
    const place = rounds.indexOf(round);
    return people.map(({ readings }, pass) => {
      const reading = readings[site][place] ?? null;
      return reading === null ? null : (reading + shiftAt(pass, site)) / 100;
    });
  });
  return { people, readingsC, baselinesC: onceFor((site, round) => baselinesAlong(readingsC(site, round))) };
}

type AlongPasses = (site: MeasuredSite, round: number) => readonly (number | null)[];

function onceFor(make: AlongPasses): AlongPasses {
  const made = new Map<string, readonly (number | null)[]>();
  return (site, round) => {
    const key = `${site} ${round}`;
    const values = made.get(key) ?? make(site, round);
    made.set(key, values);
    return values;
  };
}

/** Which gate day a pass falls on. */
export const gateDayOf = (pass: number): number => Math.floor(pass / streamOf.passesADay);

function baselinesAlong(readingsC: readonly (number | null)[]): (number | null)[] {
  let state = emptyBaseline;
  return readingsC.map((readingC, pass) => {
    state = enterDay(state, String(gateDayOf(pass)).padStart(6, '0'));
    const comparedWith = baselineC(state);
    if (readingC !== null) state = addReading(state, readingC);
    return comparedWith;
  });
}
