import { seededRandom } from '../../domain/seeded-random.ts';
import type { Environment } from '../environment.ts';
import { createHeap } from './heap.ts';

/** Time that goes as fast as the machine lets it, and chance that comes from a seed: the same run again, to the byte. */
export interface VirtualTime {
  /** What shows this time, with dice of its own. @param dice their name. */
  environment(dice: string): Environment;
  /**
   * Lets one timer after the other come due until `isOver`. Whatever a timer brings about by promises has happened before
   * the next one. Rejects when nothing is left to happen, or with what a timer throws.
   */
  run(isOver: () => boolean): Promise<void>;
}

interface Timer {
  atMs: number;
  /** Timers for the same moment come due in the order in which they were set. */
  order: number;
  /** undefined: cancelled. */
  run: (() => void) | undefined;
}

/** So often others of this process have their turn: signals, output. */
const timersAtATime = 2_000;

export function createVirtualTime({ startMs, seed }: { startMs: number; seed: string }): VirtualTime {
  const timers = createHeap<Timer>((a, b) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order));
  let nowMs = startMs;
  let order = 0;

  const after = (delayMs: number, run: () => void) => {
    const timer: Timer = { atMs: nowMs + Math.max(0, delayMs), order: order++, run };
    timers.push(timer);
    return () => {
      timer.run = undefined;
    };
  };

  const next = () => {
    let timer = timers.pop();
    while (timer && !timer.run) timer = timers.pop();
    return timer;
  };

  return {
    environment: (dice) => {
      const random = seededRandom(`${seed}/${dice}`);
      return {
        now: () => Math.floor(nowMs),
        uptimeMs: () => nowMs - startMs,
        after,
        random,
        randomHex: (bytes) => Array.from({ length: bytes }, () => toHex(random())).join(''),
      };
    },
    run: (isOver) =>
      new Promise((resolve, reject) => {
        let turns = 0;
        const turn = () => {
          if (isOver()) return resolve();
          const timer = next();
          if (!timer?.run) return reject(new Error('Nothing is left to happen, and the run is not over.'));
          nowMs = timer.atMs;
          try {
            timer.run();
          } catch (error) {
            return reject(error);
          }
          if (++turns % timersAtATime === 0) setImmediate(turn);
          else afterPromises(turn);
        };
        afterPromises(turn);
      }),
  };
}

/** Node runs what is left for the next tick when no promise has anything left to do, whatever promises lead to others. */
function afterPromises(run: () => void): void {
  queueMicrotask(() => process.nextTick(run));
}

/** @param draw from 0 up to 1. @returns one byte. */
function toHex(draw: number): string {
  return Math.floor(draw * 256)
    .toString(16)
    .padStart(2, '0');
}
