import { crc32, deflateSync } from 'node:zlib';
import { type QrCode, quietModules } from './qr.ts';

/** A picture for screens: a module in so many pixels, square. */
const pixelsPerModule = 8;

const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** One bit a pixel, greyscale, no interlacing: 1 is white. */
const header = { bitDepth: 1, greyscale: 0, deflate: 0, adaptiveFilter: 0, notInterlaced: 0 } as const;
const noFilter = 0;

/** A QR code as a black and white PNG (ISO/IEC 15948). */
export function toPng(code: QrCode): Buffer {
  const side = (code.size + 2 * quietModules) * pixelsPerModule;
  const lines: Buffer[] = [];
  for (let row = -quietModules; row < code.size + quietModules; row++) {
    const line = drawLine(code, row, side);
    for (let copy = 0; copy < pixelsPerModule; copy++) lines.push(line);
  }
  const dimensions = Buffer.alloc(8);
  dimensions.writeUInt32BE(side, 0);
  dimensions.writeUInt32BE(side, 4);
  return Buffer.concat([
    signature,
    chunk('IHDR', Buffer.concat([dimensions, Buffer.from(Object.values(header))])),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A line begins with the number of its filter. With eight pixels a module, a module is a byte. */
function drawLine({ size, isDark }: QrCode, row: number, side: number): Buffer {
  const line = Buffer.alloc(1 + side / 8, 0xff);
  line[0] = noFilter;
  if (row < 0 || row >= size) return line;
  for (let column = 0; column < size; column++) {
    if (isDark(row, column)) line[1 + quietModules + column] = 0;
  }
  return line;
}

function chunk(type: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const body = Buffer.concat([Buffer.from(type, 'ascii'), content]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
