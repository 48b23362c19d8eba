// Goal: a pass is read from its picture at arm's length.
// Method: the pixels of the PNG, through a PNG reader and a QR reader that share nothing with what drew it; the SVG
// is drawn into pixels by the test.
import { randomBytes } from 'node:crypto';
import jsQr from 'jsqr';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { encodeBase45 } from '../../../../domain/codes/base45.ts';
import { codeContents } from '../../../../domain/codes/contents.ts';
import { toPng } from '../../../../operator/codes/png.ts';
import { drawQr, toSvg } from '../../../../operator/codes/qr.ts';

/** As long as a pass for one community comes out, and for eight with the longest ids. */
const packedBytes = [160, 360];
const textOf = (bytes: number) => codeContents.gatehouse.prefix + encodeBase45(randomBytes(bytes));

/** A package of CommonJS: its function is the default of its default. */
const read = jsQr.default;

describe.each(packedBytes)('a code of %i bytes', (bytes) => {
  const text = textOf(bytes);

  it.each(['phone', 'card'] as const)('is read from the PNG for a %s', (medium) => {
    const { data, width, height } = PNG.sync.read(toPng(drawQr(text, medium)));
    expect(read(new Uint8ClampedArray(data), width, height)?.data).toBe(text);
  });

  it('is read from the SVG', () => {
    const { pixels, side } = rasterise(toSvg(drawQr(text, 'phone')));
    expect(read(pixels, side, side)?.data).toBe(text);
  });
});

it('a pass for one community is version 9, 53 modules: over 1 mm each on 65 mm of a screen, quiet zone and all', () => {
  const usualBytes = 168;
  const { version, level, size } = drawQr(textOf(usualBytes), 'phone');
  expect({ version, level, size }).toEqual({ version: 9, level: 'M', size: 53 });
});

function rasterise(svg: string): { pixels: Uint8ClampedArray; side: number } {
  const scale = 4;
  const side = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1]) * scale;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(0xff);
  for (const [, x, y] of svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let row = 0; row < scale; row++) {
      for (let column = 0; column < scale; column++) {
        const at = ((Number(y) * scale + row) * side + Number(x) * scale + column) * 4;
        pixels.fill(0, at, at + 3);
      }
    }
  }
  return { pixels, side };
}
