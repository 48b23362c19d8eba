import { boxes, flow, type Piece, type Placed } from './flow.ts';

/** Where something is on the sheet, in mm. */
export interface Place {
  x: number;
  y: number;
  width: number;
}

export const ink = {
  text: '#111',
  line: '#888',
  shade: '#e4e4e4',
  black: '#111',
  white: '#fff',
  warning: '#a11212',
} as const;

/** Dark enough for white letters; without colours they are told apart by their words. */
export const phaseInk = {
  look: '#1d4e89',
  invite: '#5b3f8c',
  check: '#8a5200',
  act: '#a3203a',
  record: '#2c6136',
} as const;

/** The height of a line, in units of the text's size. */
export const lineHeight = 1.42;

const fonts = "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif";

/** A whole picture. Sizes in mm. */
export function drawing(
  page: { width: number; height: number; lang: string; title: string },
  parts: readonly string[],
): string {
  const size = `width="${page.width}mm" height="${page.height}mm" viewBox="0 0 ${page.width} ${page.height}"`;
  const head = `<svg xmlns="http://www.w3.org/2000/svg" ${size} xml:lang="${page.lang}" font-family="${fonts}" fill="${ink.text}">`;
  const title = `<title>${escapeXml(page.title)}</title>`;
  const paper = `<rect width="${page.width}" height="${page.height}" fill="${ink.white}"/>`;
  return `${[head, title, paper, ...parts, '</svg>'].join('\n')}\n`;
}

export interface TextStyle {
  size: number;
  bold?: boolean;
  fill?: string;
  anchor?: 'start' | 'middle';
}

/** @param y of the middle of the letters, in mm. */
export function text(x: number, y: number, content: string, { size, bold, fill, anchor }: TextStyle): string {
  const style = [
    `font-size="${round(size)}"`,
    ...(bold ? ['font-weight="bold"'] : []),
    ...(fill ? [`fill="${fill}"`] : []),
    ...(anchor === 'middle' ? ['text-anchor="middle"'] : []),
  ].join(' ');
  return `<text x="${round(x)}" y="${round(y + size * 0.36)}" ${style}>${escapeXml(content)}</text>`;
}

export function box(
  { x, y, width }: Place,
  height: number,
  style: { fill?: string; stroke?: string; radius?: number; line?: number },
): string {
  const { fill = 'none', stroke = 'none', radius = 0, line = 0.2 } = style;
  const place = `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${round(radius)}"`;
  return `<rect ${place} fill="${fill}" stroke="${stroke}" stroke-width="${line}"/>`;
}

/** Pieces in lines. @returns also how high they are, in mm. */
export function paragraph(place: Place, size: number, pieces: readonly Piece[]): { svg: string; height: number } {
  const { placed, lines } = flow(pieces, place.width / size);
  const svg = placed.map((one) => pieceSvg(one, place, size)).join('');
  return { svg, height: lines * lineHeight * size };
}

const boxStyles = {
  tag: { fill: ink.white, stroke: ink.black, letters: ink.text },
  way: { fill: ink.shade, stroke: 'none', letters: ink.text },
  end: { fill: ink.black, stroke: 'none', letters: ink.white },
} as const;

function pieceSvg({ look, text: content, line, x, width }: Placed, place: Place, size: number): string {
  const left = place.x + x * size;
  const middle = place.y + (line + 0.5) * lineHeight * size;
  if (look === 'text') return text(left, middle, content, { size });
  if (look === 'spoken' || look === 'warning') return text(left, middle, content, { size, bold: true });
  const { fill, stroke, letters } = boxStyles[look];
  const frame = { x: left, y: middle - 0.64 * size, width: width * size };
  const letter = text(left + (width * size) / 2, middle, content, {
    size: size * 0.92,
    bold: true,
    fill: letters,
    anchor: 'middle',
  });
  return box(frame, 1.28 * size, { fill, stroke, radius: boxes.paddingX * size, line: size * 0.05 }) + letter;
}

const round = (mm: number): number => Math.round(mm * 100) / 100;

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
