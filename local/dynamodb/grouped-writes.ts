import type { Level } from './level.ts';
import type { Item } from './table-description.ts';

export type Write = { type: 'put'; key: string; value: Item } | { type: 'del'; key: string };

/**
 * Writes groups to LevelDB, each group whole or not at all. Groups that come in while a write is under way share the
 * next one, which is what makes a batch of 25 items cost about as much as one.
 */
export function createGroupedWrites(level: Level) {
  let pending: { group: readonly Write[]; done: (error?: Error | null) => void }[] = [];
  let isWriting = false;

  const flush = async () => {
    const batch = pending;
    pending = [];
    const error = await level
      .batch(batch.flatMap(({ group }) => group))
      .then(() => null)
      .catch((reason: unknown) => (reason instanceof Error ? reason : new Error(String(reason))));
    for (const { done } of batch) done(error);
  };

  const flushAll = async () => {
    while (pending.length > 0) await flush();
    isWriting = false;
  };

  return {
    add(group: readonly Write[], done: (error?: Error | null) => void): void {
      pending.push({ group, done });
      if (isWriting) return;
      isWriting = true;
      setImmediate(() => void flushAll());
    },
  };
}
