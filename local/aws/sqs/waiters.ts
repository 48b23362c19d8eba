import type { Clock } from '../../clock.ts';

/** Long polls that wait for a queue to have something. */
export function createWaiters(clock: Clock) {
  const waiting = new Map<string, Set<() => void>>();
  return {
    /** Resolves when the queue is woken, the time is over or the signal aborts, whichever is first. */
    wait(queueArn: string, timeMs: number, signal: AbortSignal): Promise<void> {
      return new Promise((resolve) => {
        const here = waiting.get(queueArn) ?? new Set();
        waiting.set(queueArn, here);
        const end = () => {
          here.delete(end);
          cancel();
          signal.removeEventListener('abort', end);
          resolve();
        };
        const cancel = clock.after(timeMs, end);
        here.add(end);
        signal.addEventListener('abort', end);
      });
    },
    wake(queueArn: string): void {
      for (const end of [...(waiting.get(queueArn) ?? [])]) end();
    },
  };
}
