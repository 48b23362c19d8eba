import { chance, type Random } from '../../domain/seeded-random.ts';

/** How many people have a fever. Each `share` is from 0 to 1; the design figure is one in 200. */
export type FeverProfile =
  | { kind: 'constant'; share: number }
  /** `share` when the world's clock begins, and twice as many after each `doublingH` hours of it, up to `shareMax`. */
  | { kind: 'outbreak'; share: number; doublingH: number; shareMax: number };

/** @param sinceH hours since the world's clock began. */
export function feverShareAt(fever: FeverProfile, sinceH: number): number {
  if (fever.kind === 'constant') return fever.share;
  return Math.min(fever.share * 2 ** (sinceH / fever.doublingH), fever.shareMax);
}

/**
 * How much of what befalls somebody befalls their whole household. With this, of the family of somebody ill about one
 * in five is ill as well: a guess.
 */
const sharedAtHome = 0.45;

/**
 * When somebody's turn is to have a fever, from 0 to 1: when the share of people with a fever is above it. So whoever
 * is ill stays ill while an outbreak grows. Over all people it is even, so the share comes out as it was ordered.
 * @param household the same for all of a household.
 */
export function drawFeverRank(life: Random, household: Random): number {
  return chance(life, sharedAtHome) ? household() : life();
}
