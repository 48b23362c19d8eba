import { findingLimits } from '../limits/findings.ts';
import type { KeyedPass } from '../pass-key.ts';
import { distanceM, type Position } from './position.ts';

/** The same person at two gates that nobody can get from one to the other in that time. */
export interface ImpossibleWalk {
  before: KeyedPass;
  /** The later one is accused: its guard may have the person in front of them, whoever of the two is the right one. */
  accused: KeyedPass;
  apartM: number;
}

/**
 * The impossible ones of the ways between a pass and others of the same person. Each pair is judged by itself, so
 * that the same come out in whatever order passes arrive, if each looks at those that arrived before it.
 * @param positionOf a gate; undefined when nobody has said where it stands. Nothing is said about such a gate, not
 * even of the same moment: two lanes of one entrance are gates too, and a second is less than their clocks differ.
 */
export function impossibleWalks(
  seen: KeyedPass,
  others: readonly KeyedPass[],
  positionOf: (gate: string) => Position | undefined,
): ImpossibleWalk[] {
  const here = positionOf(seen.gate);
  return others.flatMap((other) => {
    const there = positionOf(other.gate);
    if (!here || !there || other.gate === seen.gate) return [];
    const apartM = distanceM(here, there);
    if (Math.abs(seen.atMs - other.atMs) / 1_000 + findingLimits.clockGraceS >= quickestS(apartM)) return [];
    // By their keys, so that both of a pair in the same millisecond accuse the same.
    const [before, accused] = other.sk < seen.sk ? [other, seen] : [seen, other];
    return [{ before, accused, apartM }];
  });
}

/**
 * The least time that a way takes. It must accuse nobody: gates of one community are walked between, but who lives
 * in one and works in another drives, so that a limit of walking would fail there. It rises with the distance and has
 * no step, at which the longer way would be the quicker one.
 */
export function quickestS(distanceM: number): number {
  const { townM, townMPerS, motorwayMPerS } = findingLimits;
  return Math.min(distanceM, townM) / townMPerS + Math.max(0, distanceM - townM) / motorwayMPerS;
}

/** For the guard: "the same code was at wuchang-gate-1 40 s before, 7.2 km away". */
export function describeWalk({ before, accused, apartM }: ImpossibleWalk): string {
  const apartS = Math.round((accused.atMs - before.atMs) / 1_000);
  const distance = apartM < 1_000 ? `${Math.round(apartM)} m` : `${(apartM / 1_000).toFixed(1)} km`;
  return `the same code was at ${before.gate} ${apartS} s before, ${distance} away`;
}
