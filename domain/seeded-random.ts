/*
 * Chance that can be had again: for simulated people and for resampling, never for keys or ids. The same seed gives
 * the same numbers on every machine.
 */

/** Numbers from 0 up to but not including 1. */
export type Random = () => number;

/** @param seed any text; give each use one of its own, so that a new use does not change what the others draw. */
export function seededRandom(seed: string): Random {
  let state = hash(seed);
  // mulberry32 (Tommy Ettinger, public domain): 32 bits of state are plenty for people at a gate.
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** FNV-1a, 32 bits, over UTF-8. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  const take = (byte: number) => {
    value = Math.imul(value ^ byte, 0x01000193);
  };
  // An encoder costs more than all the rest, and a character of ASCII is a byte.
  if (/^[\0-\x7f]*$/.test(text)) for (let at = 0; at < text.length; at++) take(text.charCodeAt(at));
  else new TextEncoder().encode(text).forEach(take);
  return value;
}

/** From `min` up to, but not, `max`. */
export function between(random: Random, min: number, max: number): number {
  return min + random() * (max - min);
}

/** Box–Muller. */
export function normal(random: Random, mean: number, deviation: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return mean + deviation * radius * Math.cos(2 * Math.PI * random());
}

/** Time between two arrivals of a Poisson process. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random());
}

/** True in `share` of all draws. */
export function chance(random: Random, share: number): boolean {
  return random() < share;
}
