import { toHex } from './bytes-as-text.ts';
import { type Claims, parseClaims } from './claims.ts';
import { type HealthStatement, parseHealthCertificate } from './health-certificate.ts';
import { type OwnPass, parseOwnPass } from './own-pass.ts';
import type { UnverifiedCode } from './read.ts';

interface Validity {
  issuedAtS: number;
  expiresAtS: number;
}

/** What a code says, in its own form: somebody's health certificate, or a pass of ours. */
export type Certified =
  | (Validity & { content: 'hc1'; kind: HealthStatement; id: string; issuer: string | undefined })
  | (Validity & { content: 'gatehouse'; id: string; pass: OwnPass });

/** The claims of a code with times to check first, and how to read the rest. */
export interface ReadClaims {
  claims: Claims;
  certified(): Certified | 'claims' | 'schema';
}

export function readClaims({ content, sign1 }: UnverifiedCode): ReadClaims | 'cbor' | 'claims' {
  const claims = parseClaims(sign1.payload, content);
  if (typeof claims === 'string') return claims;
  return { claims, certified: () => (content === 'hc1' ? healthCertificate(claims) : ownPass(claims)) };
}

function healthCertificate(claims: Claims): Certified | 'claims' | 'schema' {
  const certificate = parseHealthCertificate(claims.content);
  if (typeof certificate === 'string') return certificate;
  return { content: 'hc1', ...certificate, ...validityOf(claims), issuer: claims.issuer };
}

function ownPass(claims: Claims): Certified | 'claims' | 'schema' {
  const pass = parseOwnPass(claims);
  if (typeof pass === 'string') return pass;
  return { content: 'gatehouse', id: toHex(pass.tokenId), pass, ...validityOf(claims) };
}

function validityOf({ issuedAtS, expiresAtS }: Claims): Validity {
  return { issuedAtS, expiresAtS };
}
