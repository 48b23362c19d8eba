import { simLimits } from '../limits.ts';

export interface Quantiles {
  add(value: number): void;
  /** @param share 0.5 is the median. @returns null while there is no value. */
  at(share: number): number | null;
}

/** Exact while there are few values; then every second one is let go, and of those to come only every nth kept. */
export function createQuantiles(): Quantiles {
  let values: number[] = [];
  let keepEvery = 1;
  let seen = 0;
  return {
    add: (value) => {
      if (seen++ % keepEvery !== 0) return;
      values.push(value);
      if (values.length < simLimits.latenciesKeptMax) return;
      values = values.filter((_, index) => index % 2 === 0);
      keepEvery *= 2;
    },
    at: (share) => {
      const sorted = values.toSorted((a, b) => a - b);
      return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
    },
  };
}
