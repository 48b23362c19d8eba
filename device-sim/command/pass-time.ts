import type { Environment } from '../environment.ts';

/** Resolves when the time is over, or at once when somebody interrupts. */
export function passTime(ms: number, { after }: Pick<Environment, 'after'>, interruption: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (interruption.aborted) return resolve();
    const cancel = after(ms, resolve);
    interruption.addEventListener('abort', () => {
      cancel();
      resolve();
    });
  });
}
