import { UsageError } from '../../domain/errors.ts';

/** Sizes of letters that are tried, in mm: the largest that fits is taken. Below the smallest nobody reads. */
const sizes = { sheet: { from: 5.4, to: 2.4 }, map: { from: 4, to: 1.7 } } as const;

/**
 * Draws as large as it fits.
 * @param draw at a size of letters, in mm; undefined when it does not fit.
 * @throws UsageError when no size fits.
 */
export function drawLargest<T>(kind: keyof typeof sizes, draw: (size: number) => T | undefined): T {
  const { from, to } = sizes[kind];
  for (let size = from; size >= to; size -= 0.05) {
    const drawn = draw(size);
    if (drawn !== undefined) return drawn;
  }
  throw new UsageError('It does not fit on a page that anybody could read: shorten its texts.');
}
