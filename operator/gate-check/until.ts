import { checkLimits } from './limits.ts';

/** Looks again and again. @returns what `look` found; undefined when it found nothing in time. */
export async function until<T>(withinMs: number, look: () => Promise<T | undefined>): Promise<T | undefined> {
  const endMs = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() >= endMs) return undefined;
    await new Promise((resolve) => setTimeout(resolve, checkLimits.lookMs));
  }
}
