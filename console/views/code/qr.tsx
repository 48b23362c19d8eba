import { useMemo } from 'preact/hooks';
import qrcode from 'qrcode-generator';

/** Light modules around it, without which scanners do not find it (ISO/IEC 18004, 5.3.8). */
const quietModules = 4;

/** A QR code as large as its place, dark on white whatever the page's colours are. */
export function Qr({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => drawn(text), [text]);
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} shape-rendering="crispEdges" role="img" aria-label={label}>
      <path d={path} />
    </svg>
  );
}

/** One path: a dark module each is a square of side 1. */
function drawn(text: string): { size: number; path: string } {
  const code = qrcode(0, 'M');
  // What our codes are made of is just what this mode was made for: a third smaller than bytes.
  code.addData(text, 'Alphanumeric');
  code.make();
  const count = code.getModuleCount();
  const squares: string[] = [];
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (code.isDark(row, column)) squares.push(`M${column + quietModules} ${row + quietModules}h1v1h-1z`);
    }
  }
  return { size: count + 2 * quietModules, path: squares.join('') };
}
