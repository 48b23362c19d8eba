import { seededRandom } from '../../domain/seeded-random.ts';
import type { Environment } from '../environment.ts';
import { createTimers, isBefore, type Timer, type Timers } from './timers.ts';

/** Time that goes as fast as the machine lets it, and chance that comes from a seed: the same run again, to the byte. */
export interface VirtualTime {
  /**
   * What shows this time, with dice of its own.
   * @param dice their name.
   * @param place where its timers belong; without one, where whatever sets them is happening.
   */
  environment(dice: string, place?: string): Environment;
  /** From now on all places go in step. Until then each may be ahead of the others by a slice of time. */
  goInStep(): void;
  /**
   * Lets one timer after the other come due until `isOver`. Whatever a timer brings about by promises has happened before
   * the next one. Rejects when nothing is left to happen, or with what a timer throws.
   */
  run(isOver: () => boolean): Promise<void>;
}

/** So often others of this process have their turn: signals, output. */
const timersAtATime = 2_000;

/**
 * Places that have nothing to do with one another live through so much time one after the other: a machine is twice as
 * quick with a few gates at a time as with all of them in turn, since their memory is at hand.
 */
const sliceMs = 12 * 3_600_000;

export function createVirtualTime({ startMs, seed }: { startMs: number; seed: string }): VirtualTime {
  /** What belongs to no place. All places have come as far when one of these comes due. */
  const nowhere = createTimers();
  const places = new Map<string, Timers>();
  let here = nowhere;
  let nowMs = startMs;
  let order = 0;
  let inStep = false;

  const timersOf = (place: string) => {
    const timers = places.get(place) ?? createTimers();
    places.set(place, timers);
    return timers;
  };

  const earliest = () => {
    let first = nowhere;
    for (const timers of places.values()) if (isBefore(timers.peek(), first.peek())) first = timers;
    return first;
  };

  function* inOrder(): Generator<Timer, void> {
    for (;;) {
      if (!inStep) yield* slices();
      here = earliest();
      const timer = here.pop();
      if (!timer) return;
      yield timer;
    }
  }

  /** Each place goes on until something comes due that belongs to none, or for a slice of time. */
  function* slices(): Generator<Timer, void> {
    const nextMs = (timers: Timers) => timers.peek()?.atMs ?? Number.POSITIVE_INFINITY;
    while (!inStep && nextMs(earliest()) < nextMs(nowhere)) {
      const untilMs = Math.min(nextMs(nowhere), nextMs(earliest()) + sliceMs);
      for (const timers of places.values()) {
        here = timers;
        for (let timer = timers.popBefore(untilMs); timer; timer = timers.popBefore(untilMs)) yield timer;
      }
    }
  }

  return {
    environment: (dice, place) => {
      const random = seededRandom(`${seed}/${dice}`);
      const own = place === undefined ? undefined : timersOf(place);
      return {
        now: () => Math.floor(nowMs),
        uptimeMs: () => nowMs - startMs,
        after: (delayMs, run) => (own ?? here).add({ atMs: nowMs + Math.max(0, delayMs), order: order++, run }),
        random,
        randomHex: (bytes) => Array.from({ length: bytes }, () => toHex(random())).join(''),
      };
    },
    goInStep: () => {
      inStep = true;
    },
    run: (isOver) => {
      const due = inOrder();
      return oneAfterTheOther(() => {
        if (isOver()) return false;
        const { value: timer } = due.next();
        if (!timer) throw new Error('Nothing is left to happen, and the run is not over.');
        nowMs = timer.atMs;
        timer.run?.();
        return true;
      });
    },
  };
}

/** Calls `turn` until it says no, each time when no promise has anything left to do. Rejects with what it throws. */
function oneAfterTheOther(turn: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let turns = 0;
    const next = () => {
      try {
        if (!turn()) return resolve();
      } catch (error) {
        return reject(error);
      }
      if (++turns % timersAtATime === 0) setImmediate(next);
      else afterPromises(next);
    };
    afterPromises(next);
  });
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
