import qrcode from 'qrcode-generator';

/** Error correction: a phone's screen is clean and bright, a card in a pocket gets worn. */
const levels = { phone: 'M', card: 'Q' } as const;

/** A QR code before it is drawn. */
export interface QrCode {
  version: number;
  level: 'M' | 'Q';
  /** Modules a side, without the quiet zone. */
  size: number;
  isDark(row: number, column: number): boolean;
}

/** Light modules that a reader needs around the code (ISO/IEC 18004, 6.3.8). */
export const quietModules = 4;

/**
 * The smallest QR code for a text, in alphanumeric mode: 5.5 bits a character, and base45 is made for it.
 * @param text of a code, which has no other characters.
 */
export function drawQr(text: string, medium: keyof typeof levels): QrCode {
  const level = levels[medium];
  const smallest = 0;
  const code = qrcode(smallest, level);
  code.addData(text, 'Alphanumeric');
  code.make();
  const size = code.getModuleCount();
  return { version: (size - 17) / 4, level, size, isDark: (row, column) => code.isDark(row, column) };
}

/** One path of unit squares, so that it is sharp at any size. */
export function toSvg({ size, isDark }: QrCode): string {
  const side = size + 2 * quietModules;
  const squares: string[] = [];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (isDark(row, column)) squares.push(`M${column + quietModules} ${row + quietModules}h1v1h-1z`);
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${squares.join('')}"/></svg>\n`;
}
