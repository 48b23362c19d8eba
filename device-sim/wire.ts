import type { Environment } from './environment.ts';

/** One direction of a connection: what is sent arrives later and in order, until the wire is shut. */
export interface Wire {
  /** @param delayMs at least; what was sent before comes first. */
  send(delayMs: number, arrive: () => void): void;
  /** What is on its way never arrives. */
  shut(): void;
}

export function createWire({ after, uptimeMs }: Pick<Environment, 'after' | 'uptimeMs'>): Wire {
  let lastMs = 0;
  let isShut = false;
  return {
    send: (delayMs, arrive) => {
      const nowMs = uptimeMs();
      lastMs = Math.max(lastMs, nowMs + delayMs);
      after(lastMs - nowMs, () => {
        if (!isShut) arrive();
      });
    },
    shut: () => {
      isShut = true;
    },
  };
}
