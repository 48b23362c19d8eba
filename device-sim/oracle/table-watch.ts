import type { Pass } from '../../domain/messages/pass.ts';
import type { Environment } from '../environment.ts';
import { simLimits } from '../limits.ts';
import { passIdOf } from './evidence.ts';

/** Looks again and again for a few passes until they are in the table: how long that takes, as somebody outside sees it. */
export interface TableWatch {
  /** When passes were first seen, by `passIdOf` and the run's clock: never before they were there. */
  readonly seen: ReadonlyMap<string, number>;
  /** Watches for a pass, unless enough are watched for. */
  watch(gate: string, pass: Pass): void;
  /** Gives up on what has not come. */
  stop(): void;
}

/** @param isStored looks into the table, once. A look that fails has seen nothing. */
export function createTableWatch(
  isStored: (gate: string, pass: Pass) => Promise<boolean>,
  { now, after }: Pick<Environment, 'now' | 'after'>,
): TableWatch {
  const seen = new Map<string, number>();
  let watched = 0;
  let isOver = false;

  const watch = async (gate: string, pass: Pass) => {
    const sinceMs = now();
    while (!isOver) {
      const isThere = await isStored(gate, pass).catch(() => false);
      if (isThere) return seen.set(passIdOf(gate, pass), now());
      // A fraction of what has been waited already: a pass that lingers is not asked for a thousand times.
      const waitMs = Math.max(simLimits.watchLookMinMs, (now() - sinceMs) * simLimits.watchLookShare);
      await new Promise<void>((resolve) => after(waitMs, resolve));
    }
  };

  return {
    seen,
    watch: (gate, pass) => {
      if (isOver || watched >= simLimits.watchedAtOnceMax) return;
      watched++;
      void watch(gate, pass).finally(() => watched--);
    },
    stop: () => {
      isOver = true;
    },
  };
}
