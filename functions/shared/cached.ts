import type { Clock } from './clock.ts';

/**
 * Keeps what `read` gave for at most `maxAgeMs`. Who asks while it is being read waits for that reading; a reading
 * that failed is not kept.
 */
export function createCached<Argument, Value>(
  clock: Clock,
  maxAgeMs: number,
  read: (argument: Argument) => Promise<Value>,
): (argument: Argument) => Value | Promise<Value> {
  let kept: { value: Value; readAtMs: number } | undefined;
  let reading: Promise<Value> | undefined;
  return (argument) => {
    if (kept && clock.now() - kept.readAtMs < maxAgeMs) return kept.value;
    // As old as the moment before it was asked for.
    const readAtMs = clock.now();
    reading ??= read(argument)
      .then((value) => {
        kept = { value, readAtMs };
        return value;
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
}
