/** Runs once the lock is held; wraps the callback that the work ends with, so that calling it gives the lock back. */
type Locked = (release: <Args extends unknown[]>(done: (...args: Args) => void) => (...args: Args) => void) => void;

/** A lock for each key: who comes second waits, in order. */
export function createKeyLock(): (key: string, run: Locked) => void {
  const waiting = new Map<string, Locked[]>();

  const next = (key: string) => {
    const run = waiting.get(key)?.shift();
    if (run === undefined) waiting.delete(key);
    // In a tick of its own, after what the one before does with its result.
    else setImmediate(start, key, run);
  };

  const start = (key: string, run: Locked) => {
    let isHeld = true;
    const giveBack = () => {
      if (isHeld) next(key);
      isHeld = false;
    };
    try {
      run((done) => (...args) => {
        giveBack();
        done(...args);
      });
    } catch (error) {
      // Whoever waits for the key must not wait for ever because of another's failure.
      giveBack();
      throw error;
    }
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
