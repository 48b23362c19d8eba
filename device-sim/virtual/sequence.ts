/** Which numbers of a count from 1 are there; they come out of order, and again. */
export interface Sequence {
  add(seq: number): void;
  /** All numbers up to this one are there; 0: not even the first. */
  through(): number;
}

export function createSequence(): Sequence {
  const beyond = new Set<number>();
  let through = 0;
  return {
    add: (seq) => {
      if (seq <= through) return;
      beyond.add(seq);
      while (beyond.delete(through + 1)) through++;
    },
    through: () => through,
  };
}
