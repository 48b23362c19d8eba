import { encode } from 'cborg';
import { decodeCbor, isTagged } from './cbor.ts';
import type { SignatureAlgorithm } from './platform.ts';

/** COSE_Sign1 (RFC 9052, 4.2), taken apart and not verified. */
export interface Sign1 {
  /** As it was signed. */
  protectedBytes: Uint8Array;
  protectedHeader: ReadonlyMap<unknown, unknown>;
  unprotectedHeader: ReadonlyMap<unknown, unknown>;
  payload: Uint8Array;
  signature: Uint8Array;
}

const tags = { cwt: 61, sign1: 18 } as const;
export const headerLabels = { algorithm: 1, critical: 2, keyId: 4 } as const;
export const algorithmNumbers = { ES256: -7, PS256: -37 } as const satisfies Record<SignatureAlgorithm, number>;

/** Takes a COSE_Sign1 bare, tagged, or tagged as a CBOR Web Token as well (RFC 8392, 6). */
export function parseSign1(bytes: Uint8Array): Sign1 | 'cbor' | 'cose' {
  const item = decodeCbor(bytes, Object.values(tags));
  if (item === undefined) return 'cbor';
  const signed = isTagged(item, tags.cwt) ? item.value : item;
  // A web token that says that it is one has to say which COSE structure it is.
  if (signed !== item && !isTagged(signed, tags.sign1)) return 'cose';
  const parts: unknown = isTagged(signed, tags.sign1) ? signed.value : signed;
  if (!Array.isArray(parts) || parts.length !== 4) return 'cose';
  const [protectedBytes, unprotectedHeader, payload, signature]: unknown[] = parts;
  if (!(protectedBytes instanceof Uint8Array && unprotectedHeader instanceof Map)) return 'cose';
  if (!(payload instanceof Uint8Array && signature instanceof Uint8Array)) return 'cose';
  const protectedHeader = protectedBytes.length === 0 ? new Map() : decodeCbor(protectedBytes, []);
  if (protectedHeader === undefined) return 'cbor';
  if (!(protectedHeader instanceof Map)) return 'cose';
  // A critical header is one that a reader must understand or refuse (RFC 9052, 3.1); we know of none.
  if (protectedHeader.has(headerLabels.critical)) return 'cose';
  return { protectedBytes, protectedHeader, unprotectedHeader, payload, signature };
}

/**
 * The key that a code names. It may stand in either header; the signed one counts when both are there, right or
 * wrong (hcert specification, "Key Identifier").
 */
export function keyIdOf(sign1: Sign1): Uint8Array | undefined {
  const keyId = headerOf(sign1, headerLabels.keyId);
  return keyId instanceof Uint8Array ? keyId : undefined;
}

/**
 * The algorithm that a code names. Some issuers leave it unsigned; that gives whoever holds the code no choice, since
 * a listed key verifies with its own algorithm only, and a code that names another is refused.
 */
export function algorithmOf(sign1: Sign1): SignatureAlgorithm | undefined {
  const algorithm = headerOf(sign1, headerLabels.algorithm);
  if (algorithm === algorithmNumbers.ES256) return 'ES256';
  return algorithm === algorithmNumbers.PS256 ? 'PS256' : undefined;
}

function headerOf({ protectedHeader, unprotectedHeader }: Sign1, label: number): unknown {
  return protectedHeader.has(label) ? protectedHeader.get(label) : unprotectedHeader.get(label);
}

/** What is signed: Sig_structure of RFC 9052, 4.4, with no external data. */
export function signedBytes({ protectedBytes, payload }: Pick<Sign1, 'protectedBytes' | 'payload'>): Uint8Array {
  return encode(['Signature1', protectedBytes, new Uint8Array(), payload]);
}

export function encodeSign1(part: Pick<Sign1, 'protectedBytes' | 'payload' | 'signature'>): Uint8Array {
  const untagged = encode([part.protectedBytes, new Map(), part.payload, part.signature]);
  const tagged = new Uint8Array(untagged.length + 1);
  // Major type 6 with a tag number below 24 in the same byte.
  tagged[0] = 0xc0 | tags.sign1;
  tagged.set(untagged, 1);
  return tagged;
}
