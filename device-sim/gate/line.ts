/**
 * Things in the order in which they came, as plain data that never changes. Adding to the end and taking from the front
 * cost about the same however long the line is: a gate may hold 20,000 passes, and takes a step with each person.
 */
export interface Line<T> {
  /** All but the last hold `blockLength` things. */
  blocks: readonly (readonly T[])[];
  /** So many of the first block have been taken from the front. */
  gone: number;
  length: number;
}

const blockLength = 64;

export function lineOf<T>(things: readonly T[]): Line<T> {
  return append({ blocks: [], gone: 0, length: 0 }, things);
}

export function append<T>({ blocks, gone, length }: Line<T>, things: readonly T[]): Line<T> {
  const end = [...(blocks.at(-1) ?? []), ...things];
  const grown = blocks.slice(0, -1);
  for (let from = 0; from < end.length; from += blockLength) grown.push(end.slice(from, from + blockLength));
  return { blocks: grown, gone, length: length + things.length };
}

/** The first `count`, or all when there are fewer. */
export function first<T>({ blocks, gone }: Line<T>, count: number): T[] {
  const reached = Math.ceil((gone + count) / blockLength);
  return blocks
    .slice(0, reached)
    .flat()
    .slice(gone, gone + count);
}

/** @param index from 0, from the front. */
export function at<T>({ blocks, gone }: Line<T>, index: number): T | undefined {
  const place = gone + index;
  return blocks[Math.floor(place / blockLength)]?.[place % blockLength];
}

/** @param count no more than there are. */
export function dropFirst<T>({ blocks, gone, length }: Line<T>, count: number): Line<T> {
  const end = gone + count;
  return {
    blocks: blocks.slice(Math.floor(end / blockLength)),
    gone: end % blockLength,
    length: length - count,
  };
}

export function toArray<T>(line: Line<T>): T[] {
  return first(line, line.length);
}
