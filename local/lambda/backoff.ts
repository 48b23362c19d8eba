import type { Clock } from '../clock.ts';
import { lambdaLimits } from '../limits.ts';

/** Repeats what must not be given up. */
export interface Persistence {
  /** Runs `attempt` until it works, pausing longer and longer; ends without having worked only after `stop`. */
  untilDone(attempt: () => Promise<void>, onFailure: (reason: unknown, delayMs: number) => void): Promise<void>;
  /** The same for a write to disk, which fails while the disk is full. */
  write(attempt: () => Promise<void>, complain: (line: string) => void): Promise<void>;
  stop(): void;
}

export function createPersistence(clock: Clock): Persistence {
  const pauses = new Set<() => void>();
  let isStopped = false;

  const pause = (delayMs: number) =>
    new Promise<void>((resolve) => {
      const end = () => {
        cancel();
        pauses.delete(end);
        resolve();
      };
      const cancel = clock.after(delayMs, end);
      pauses.add(end);
    });

  const untilDone: Persistence['untilDone'] = async (attempt, onFailure) => {
    let delayMs: number = lambdaLimits.backoffFirstMs;
    while (!isStopped) {
      try {
        await attempt();
        return;
      } catch (reason) {
        onFailure(reason, delayMs);
        await pause(delayMs);
        delayMs = Math.min(delayMs * 2, lambdaLimits.backoffMaxMs);
      }
    }
  };

  return {
    untilDone,
    write: (attempt, complain) =>
      untilDone(attempt, (reason) => complain(`the invocation queue cannot be written (${textOf(reason)})`)),
    stop() {
      isStopped = true;
      for (const end of [...pauses]) end();
    },
  };
}

/** What went wrong, for a log line. */
export function textOf(reason: unknown): string {
  return reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason);
}
