import { simLimits } from '../limits.ts';

/** A law that was broken, and by what. Laws are numbered in docs/architecture.md. */
export interface Offence {
  law: 1 | 2 | 4 | 5 | 8;
  gate: string;
  epoch?: string;
  seq?: number;
  what: string;
}

/** The first so many are kept word by word; all are counted. */
export interface Offences {
  add(offence: Offence): void;
  kept: readonly Offence[];
  count(): number;
}

export function createOffences(): Offences {
  const kept: Offence[] = [];
  let count = 0;
  return {
    add: (offence) => {
      count++;
      if (kept.length < simLimits.offencesKeptMax) kept.push(offence);
    },
    kept,
    count: () => count,
  };
}
