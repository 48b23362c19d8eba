/**
 * Bounds what one function has waiting, by number and by size. Whoever comes when it is full waits, in order: that is
 * how a busy function slows the broker instead of filling memory.
 */
export interface Admission {
  /** Resolves when there is room; rejects when `close` is called first. */
  enter(bytes: number): Promise<void>;
  /** Counts something that is on disk already and so cannot wait. */
  enterAnyway(bytes: number): void;
  leave(bytes: number): void;
  close(reason: Error): void;
}

interface Waiting {
  bytes: number;
  resolve: () => void;
  reject: (reason: Error) => void;
}

export function createAdmission(limits: { entriesMax: number; bytesMax: number }): Admission {
  let entries = 0;
  let total = 0;
  const waiting: Waiting[] = [];

  // One by one, each would pay for a write to disk of its own: let a group in at a time, so that it shares one.
  const group = Math.ceil(limits.entriesMax / 8);
  const isWorthIt = () => limits.entriesMax - entries >= Math.min(waiting.length, group);
  const hasRoom = (bytes: number) => entries < limits.entriesMax && (entries === 0 || total + bytes <= limits.bytesMax);
  const enterAnyway = (bytes: number) => {
    entries += 1;
    total += bytes;
  };

  return {
    enterAnyway,
    enter(bytes) {
      if (waiting.length === 0 && hasRoom(bytes)) {
        enterAnyway(bytes);
        return Promise.resolve();
      }
      return new Promise((resolve, reject) => waiting.push({ bytes, resolve, reject }));
    },
    leave(bytes) {
      entries -= 1;
      total -= bytes;
      if (!isWorthIt()) return;
      for (let next = waiting[0]; next && hasRoom(next.bytes); next = waiting[0]) {
        waiting.shift();
        enterAnyway(next.bytes);
        next.resolve();
      }
    },
    close(reason) {
      for (const { reject } of waiting.splice(0)) reject(reason);
    },
  };
}
