/** Half of an ES256 signature, in bytes. */
const coordinateBytes = 32;
const der = { sequence: 0x30, integer: 0x02 } as const;

/**
 * An ECDSA signature on P-256 from DER (a sequence of two integers, as AWS KMS gives it) to r‖s as COSE wants it.
 * @returns undefined for anything but the one DER encoding of two positive integers that fit.
 */
export function derToRaw(signature: Uint8Array): Uint8Array | undefined {
  if (signature[0] !== der.sequence || signature[1] !== signature.length - 2) return undefined;
  const first = readInteger(signature, 2);
  const second = first && readInteger(signature, first.end);
  if (!first || second?.end !== signature.length) return undefined;
  const raw = new Uint8Array(2 * coordinateBytes);
  raw.set(first.magnitude, coordinateBytes - first.magnitude.length);
  raw.set(second.magnitude, 2 * coordinateBytes - second.magnitude.length);
  return raw;
}

function readInteger(bytes: Uint8Array, at: number): { magnitude: Uint8Array; end: number } | undefined {
  const length = bytes[at + 1];
  if (bytes[at] !== der.integer || length === undefined || length === 0) return undefined;
  const end = at + 2 + length;
  const content = bytes.subarray(at + 2, end);
  const [first = 0, second = 0] = content;
  // The top bit is the sign, so a zero byte stands before it, and only then.
  const padded = first === 0;
  if (content.length !== length || first >= 0x80 || (padded && (length === 1 || second < 0x80))) return undefined;
  const magnitude = padded ? content.subarray(1) : content;
  return magnitude.length > coordinateBytes ? undefined : { magnitude, end };
}
