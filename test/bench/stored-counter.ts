import { metricNames } from '../../domain/names.ts';
import { readMetrics } from '../../local/embedded-metrics.ts';
import type { RunningStack } from '../helpers/stack.ts';
import { until } from '../helpers/wait.ts';

/** How many passes the functions say they have stored. Only a clock: what counts in the end is in the table. */
export interface StoredCounter {
  count(): number;
  /** Resolves with the time (of `performance`) when the count got there, or was last changed if it never does. */
  reach(count: number, withinMs: number): Promise<number>;
  stop(): void;
}

/** Reads, and takes away, what the stack prints. */
export function countStored({ output }: RunningStack, lookEveryMs: number): StoredCounter {
  let count = 0;
  let changedAtMs = performance.now();

  const look = () => {
    const added = output.splice(0).reduce((sum, line) => sum + storedIn(line), 0);
    if (added === 0) return;
    count += added;
    changedAtMs = performance.now();
  };
  const timer = setInterval(look, lookEveryMs);

  return {
    count: () => count,
    async reach(wanted, withinMs) {
      await until(`${wanted} stored passes`, () => count >= wanted, withinMs).catch(() => undefined);
      return changedAtMs;
    },
    stop: () => clearInterval(timer),
  };
}

/** A line of the stack is a function's name and what that printed. */
function storedIn(line: string): number {
  if (!line.includes(metricNames.passesStored)) return 0;
  const stored = readMetrics(line.slice(line.indexOf('{'))).filter(({ name }) => name === metricNames.passesStored);
  return stored.reduce((sum, { value }) => sum + value, 0);
}
