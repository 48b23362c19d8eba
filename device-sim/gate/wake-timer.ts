import type { Environment } from '../environment.ts';

/** The one timer of a gate: a new time takes the place of the one before. */
export interface WakeTimer {
  /** @param atMs by the gate's clock; null: not any more. */
  set(atMs: number | null): void;
}

export function createWakeTimer({ after, now }: Pick<Environment, 'after' | 'now'>, wake: () => void): WakeTimer {
  let setForMs: number | null = null;
  let cancel = () => {};
  return {
    set: (atMs) => {
      // Most steps leave it where it is, and a gate takes several with each person.
      if (atMs === setForMs) return;
      cancel();
      cancel = () => {};
      setForMs = atMs;
      if (atMs === null) return;
      cancel = after(Math.max(0, atMs - now()), () => {
        setForMs = null;
        wake();
      });
    },
  };
}
