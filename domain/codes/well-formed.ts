/** How deep a code's CBOR may nest. A health certificate needs 7; a reader's stack is not for senders to fill. */
const depthMax = 16;

const major = { bytes: 2, text: 3, array: 4, map: 5, tag: 6, simple: 7 } as const;
const breakByte = 0xff;

const strictly = new TextDecoder('utf-8', { fatal: true });

/** A container that is being read: how many items are still to come. */
interface Open {
  left: number;
  /** Ended by a break byte; a map of this kind needs an even number of items. */
  indefinite: boolean;
  map: boolean;
  items: number;
}

interface Head {
  major: number;
  /** NaN for an indefinite length. */
  argument: number;
  end: number;
}

/**
 * Whether the bytes are exactly one well-formed CBOR item (RFC 8949, appendix C), with text in UTF-8, that nests no
 * deeper than a code needs. The library's decoder recurses, takes a break byte for a value, and mends broken text.
 */
export function isWellFormed(bytes: Uint8Array): boolean {
  const open: Open[] = [];
  let at = 0;
  do {
    const top = open.at(-1);
    if (bytes[at] === breakByte) {
      if (!top?.indefinite || (top.map && top.items % 2 === 1)) return false;
      open.pop();
      at++;
    } else {
      const head = readHead(bytes, at);
      if (!head) return false;
      const inside = enter(head);
      at = inside ? head.end : head.end + contentLength(head);
      if (at > bytes.length) return false;
      if (head.major === major.text && !isUtf8(bytes.subarray(head.end, at))) return false;
      if (top) count(top);
      if (inside && inside.left !== 0) open.push(inside);
      if (open.length > depthMax) return false;
    }
    while (open.at(-1)?.left === 0) open.pop();
  } while (open.length > 0);
  return at === bytes.length;
}

function count(container: Open): void {
  container.items++;
  if (!container.indefinite) container.left--;
}

/** @returns undefined for what RFC 8949 reserves, for a head that is cut off, and for strings in chunks. */
function readHead(bytes: Uint8Array, at: number): Head | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  const kind = first >> 5;
  const low = first & 0x1f;
  if (low < 24) return { major: kind, argument: low, end: at + 1 };
  if (low === 31) {
    return kind === major.array || kind === major.map ? { major: kind, argument: Number.NaN, end: at + 1 } : undefined;
  }
  if (low > 27) return undefined;
  const end = at + 1 + 2 ** (low - 24);
  if (end > bytes.length) return undefined;
  const argument = bytes.subarray(at + 1, end).reduce((value, byte) => value * 256 + byte, 0);
  // A simple value in two bytes is at least 32.
  if (first === 0xf8 && argument < 32) return undefined;
  return { major: kind, argument, end };
}

function enter({ major: kind, argument }: Head): Open | undefined {
  if (kind !== major.array && kind !== major.map && kind !== major.tag) return undefined;
  const indefinite = Number.isNaN(argument);
  const items = kind === major.tag ? 1 : argument * (kind === major.map ? 2 : 1);
  return { left: indefinite ? Number.POSITIVE_INFINITY : items, indefinite, map: kind === major.map, items: 0 };
}

/** Another reader would put another character for what is none, and take two ids for one. */
function isUtf8(bytes: Uint8Array): boolean {
  if (bytes.every((byte) => byte < 0x80)) return true;
  try {
    strictly.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function contentLength({ major: kind, argument }: Head): number {
  return kind === major.bytes || kind === major.text ? argument : 0;
}
