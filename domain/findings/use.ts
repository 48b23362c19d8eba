import type { KeyedPass } from '../pass-key.ts';

/** Of two passes with the same code for one use, the one that was let in by right and the one that was not. */
export interface SecondUse {
  first: KeyedPass;
  second: KeyedPass;
}

/**
 * Passes are put in order by their own time, not by their arrival: a gate that was cut off sends late. So in whatever
 * order they arrive all but the earliest are accused, if each is held against the earliest that was there before it.
 * @returns undefined when both are one pass: told twice, or sent again with other content under its number.
 */
export function secondUse(one: KeyedPass, other: KeyedPass): SecondUse | undefined {
  if (one.gate === other.gate && one.epoch === other.epoch && one.seq === other.seq) return undefined;
  return one.sk < other.sk ? { first: one, second: other } : { first: other, second: one };
}

/** For the guard: "the code, for one use, was used at xixi-gate-2 at 2026-11-24T03:04:05.678Z". */
export function describeUse({ first }: SecondUse): string {
  return `the code, for one use, was used at ${first.gate} at ${new Date(first.atMs).toISOString()}`;
}
