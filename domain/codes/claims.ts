import * as z from 'zod';
import { decodeCbor, isTagged } from './cbor.ts';
import { type CodeContent, codeContents } from './contents.ts';

/** Claim numbers of RFC 8392. */
export const claimNumbers = { issuer: 1, expiresAt: 4, notBefore: 5, issuedAt: 6, tokenId: 7 } as const;

/** A date-time as text (RFC 8949, 3.4.1): some issuers tag those inside a certificate. */
const dateTimeTag = 0;

/** NumericDate: seconds since 1970, untagged, whole or not (RFC 8392, 2). */
const numericDate = z.number();

const claims = z.object({
  /** For health certificates a country of two letters. */
  issuer: z.string().max(80).optional(),
  issuedAtS: numericDate,
  /** A code of which nobody says how long it holds is not taken. */
  expiresAtS: numericDate,
  notBeforeS: numericDate.optional(),
  tokenId: z.instanceof(Uint8Array).optional(),
  content: z.instanceof(Map),
});

export type Claims = z.infer<typeof claims>;

/** The claims of a CBOR Web Token that every code must have, and the claim with its content, not looked into. */
export function parseClaims(payload: Uint8Array, content: CodeContent): Claims | 'cbor' | 'claims' {
  const token = decodeCbor(payload, [dateTimeTag]);
  if (token === undefined) return 'cbor';
  if (!(token instanceof Map)) return 'claims';
  const read = claims.safeParse({
    issuer: token.get(claimNumbers.issuer),
    issuedAtS: token.get(claimNumbers.issuedAt),
    expiresAtS: token.get(claimNumbers.expiresAt),
    notBeforeS: token.get(claimNumbers.notBefore),
    tokenId: token.get(claimNumbers.tokenId),
    content: token.get(codeContents[content].claim),
  });
  return read.success ? read.data : 'claims';
}

/** A CBOR map with text keys as a plain object, all through; other keys are left out: no schema knows them. */
export function toPlain(item: unknown): unknown {
  if (isTagged(item, dateTimeTag)) return item.value;
  if (Array.isArray(item)) return item.map(toPlain);
  if (!(item instanceof Map)) return item;
  const entries = [...item].filter(([key]) => typeof key === 'string');
  return Object.fromEntries(entries.map(([key, value]) => [key, toPlain(value)]));
}
