/**
 * Base45, RFC 9285. Written here because the libraries for it are not strict: they take characters outside the
 * alphabet for others, or overflowing triples, or read past the view that they are given, and a lax reader lets one
 * code be written in many ways.
 */
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const base = alphabet.length;
/** By character code; undefined: not in the alphabet. */
const digitOf = Array.from({ length: 128 }, (_, code) => {
  const digit = alphabet.indexOf(String.fromCharCode(code));
  return digit < 0 ? undefined : digit;
});

export function encodeBase45(bytes: Uint8Array): string {
  const text: string[] = [];
  for (let at = 0; at < bytes.length; at += 2) {
    const first = bytes[at] ?? 0;
    const second = bytes[at + 1];
    const pair = second !== undefined;
    text.push(digits(pair ? first * 256 + second : first, pair ? 3 : 2));
  }
  return text.join('');
}

/** Least significant digit first. */
function digits(value: number, count: number): string {
  let text = '';
  for (let rest = value, left = count; left > 0; left--, rest = Math.floor(rest / base)) {
    text += alphabet.charAt(rest % base);
  }
  return text;
}

/** @returns undefined for a character outside the alphabet, a lone last character, or a value that overflows. */
export function decodeBase45(text: string): Uint8Array | undefined {
  if (text.length % 3 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor(text.length / 3) * 2 + (text.length % 3 === 2 ? 1 : 0));
  for (let from = 0, to = 0; from < text.length; from += 3) {
    const value = valueAt(text, from);
    const pair = from + 2 < text.length;
    if (value === undefined || value > (pair ? 0xffff : 0xff)) return undefined;
    if (pair) bytes[to++] = value >> 8;
    bytes[to++] = value & 0xff;
  }
  return bytes;
}

function valueAt(text: string, from: number): number | undefined {
  let value = 0;
  for (let at = Math.min(from + 3, text.length) - 1; at >= from; at--) {
    const digit = digitOf[text.charCodeAt(at)];
    if (digit === undefined) return undefined;
    value = value * base + digit;
  }
  return value;
}
