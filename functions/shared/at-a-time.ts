import { allSettled } from './settled.ts';

/** Does something about each, so many at a time. Waits for what is under way, also when one fails; throws what failed first. */
export async function forEachAtATime<Item>(
  items: readonly Item[],
  atATimeMax: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const doSome = async () => {
    for (const item of waiting) await work(item);
  };
  await allSettled(Array.from({ length: atATimeMax }, doSome));
}
