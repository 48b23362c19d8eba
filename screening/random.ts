/** Numbers from 0 up to, but not, 1. */
export type Random = () => number;

/**
 * Chance that the same seed and name give again. Each use has a name of its own, so that a new use does not change what
 * the others draw. The generator is mulberry32, begun from an FNV-1a hash of seed and name.
 */
export function seededRandom(seed: number, name: string): Random {
  let state = 0x811c9dc5;
  for (const character of `${seed}/${name}`) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** From `min` up to, but not, `max`. */
export function between(random: Random, min: number, max: number): number {
  return min + random() * (max - min);
}

/** From a normal distribution around nought (Box and Muller). */
export function normal(random: Random, deviation: number): number {
  return deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
