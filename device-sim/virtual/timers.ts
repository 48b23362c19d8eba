import { createHeap } from './heap.ts';

export interface Timer {
  atMs: number;
  /** Timers for the same moment come due in the order in which they were set. */
  order: number;
  /** undefined: cancelled. */
  run: (() => void) | undefined;
}

/** What is still to come, by time; what is cancelled never comes out. */
export interface Timers {
  /** @returns what cancels it. */
  add(timer: Timer): () => void;
  peek(): Timer | undefined;
  pop(): Timer | undefined;
  /** @returns undefined when the next one is not before that time. */
  popBefore(atMs: number): Timer | undefined;
}

export function createTimers(): Timers {
  const heap = createHeap<Timer>(isBefore);
  const peek = () => {
    let next = heap.peek();
    while (next && !next.run) {
      heap.pop();
      next = heap.peek();
    }
    return next;
  };
  const pop = () => (peek() ? heap.pop() : undefined);
  return {
    add: (timer) => {
      heap.push(timer);
      return () => {
        timer.run = undefined;
      };
    },
    peek,
    pop,
    popBefore: (atMs) => {
      const next = peek();
      return next && next.atMs < atMs ? heap.pop() : undefined;
    },
  };
}

/** None at all comes last. */
export function isBefore(a: Timer | undefined, b: Timer | undefined): boolean {
  if (!a || !b) return a !== undefined;
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
