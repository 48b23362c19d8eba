/** Runs once the lock is held; wraps the callback that the work ends with, so that calling it gives the lock back. */
type Locked = (release: <Args extends unknown[]>(done: (...args: Args) => void) => (...args: Args) => void) => void;

/** A lock for each key: who comes second waits, in order. */
export function createKeyLock(): (key: string, run: Locked) => void {
  const waiting = new Map<string, Locked[]>();

  const start = (key: string, run: Locked) => {
    run((done) => (...args) => {
      const next = waiting.get(key)?.shift();
      if (next === undefined) waiting.delete(key);
      // In a tick of its own, after what `done` does.
      else setImmediate(start, key, next);
      done(...args);
    });
  };

  return (key, run) => {
    const queue = waiting.get(key);
    if (queue !== undefined) {
      queue.push(run);
      return;
    }
    waiting.set(key, []);
    start(key, run);
  };
}
