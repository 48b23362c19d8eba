import { breakable, widthOf } from './text-width.ts';

/** How a piece looks, and where it may stand. */
const looks = {
  text: { breaks: true, boxed: false, bold: false, atRight: false },
  /** What is said aloud. */
  spoken: { breaks: true, boxed: false, bold: true, atRight: false },
  warning: { breaks: false, boxed: false, bold: true, atRight: false },
  /** What kind of text follows. */
  tag: { breaks: false, boxed: true, bold: true, atRight: false },
  /** Where to go on, and where it ends: at the right edge, where eyes look for it. */
  way: { breaks: false, boxed: true, bold: true, atRight: true },
  end: { breaks: false, boxed: true, bold: true, atRight: true },
} as const;

export interface Piece {
  look: keyof typeof looks;
  text: string;
}

/** A piece, or the part of one that fits a line. `x` and `width` in units of the text's size. */
export interface Placed extends Piece {
  line: number;
  x: number;
  width: number;
}

/** In units of the text's size. */
export const boxes = { paddingX: 0.35, gapX: 0.4 } as const;

/**
 * Lays pieces out in lines, one after the other; those at the right stand in the last line when they all fit there.
 * @param width of a line, in units of the text's size.
 */
export function flow(pieces: readonly Piece[], width: number): { placed: Placed[]; lines: number } {
  const left = flowLeft(
    pieces.filter(({ look }) => !looks[look].atRight),
    width,
  );
  const last = left.at(-1);
  const taken = { line: last?.line ?? 0, x: last ? last.x + last.width + boxes.gapX : 0 };
  const right = flowRight(
    pieces.filter(({ look }) => looks[look].atRight),
    width,
    taken,
  );
  const placed = [...left, ...right];
  return { placed, lines: (placed.at(-1)?.line ?? 0) + 1 };
}

function flowLeft(pieces: readonly Piece[], width: number): Placed[] {
  const placed: Placed[] = [];
  for (const { look, text } of pieces) {
    const { breaks, bold } = looks[look];
    let isFirstPart = true;
    for (const part of breaks ? breakable(text) : [text]) {
      const before = placed.at(-1);
      const partWidth = widthOfBox({ look, text: part });
      const x = before ? before.x + before.width + (isFirstPart ? boxes.gapX : 0) : 0;
      const fits = x + widthOf(part.trimEnd(), bold) <= width;
      if (before && fits && !isFirstPart) {
        before.text += part;
        before.width += partWidth;
      } else if (fits || !before) placed.push({ look, text: part, line: before?.line ?? 0, x, width: partWidth });
      else placed.push({ look, text: part, line: before.line + 1, x: 0, width: partWidth });
      isFirstPart = false;
    }
  }
  return placed;
}

function flowRight(pieces: readonly Piece[], width: number, taken: { line: number; x: number }): Placed[] {
  const widths = pieces.map(widthOfBox);
  const fitsBeside = taken.x + sumWithGaps(widths) <= width;
  const rows: Placed[][] = [[]];
  for (const [index, piece] of pieces.entries()) {
    const own = widths[index] ?? 0;
    const row = rows.at(-1) ?? [];
    if (sumWithGaps([...row.map((one) => one.width), own]) <= width) row.push({ ...piece, line: 0, x: 0, width: own });
    else rows.push([{ ...piece, line: 0, x: 0, width: own }]);
  }
  return rows.flatMap((row, index) => {
    let x = width - sumWithGaps(row.map((one) => one.width));
    return row.map((one) => {
      const placed = { ...one, line: taken.line + index + (fitsBeside ? 0 : 1), x };
      x += one.width + boxes.gapX;
      return placed;
    });
  });
}

function widthOfBox({ look, text }: Piece): number {
  return widthOf(text, looks[look].bold) + (looks[look].boxed ? 2 * boxes.paddingX : 0);
}

const sumWithGaps = (widths: readonly number[]): number =>
  widths.reduce((sum, one) => sum + one, 0) + Math.max(0, widths.length - 1) * boxes.gapX;
