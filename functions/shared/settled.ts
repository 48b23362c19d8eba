/**
 * Waits for all, also when one fails: nothing may still be under way when an invocation ends, since the instance
 * is frozen then. Throws what failed first.
 */
export async function allSettled<T extends readonly Promise<unknown>[]>(
  work: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
