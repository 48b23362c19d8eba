import { type KeyObject, verify } from 'node:crypto';
import * as z from 'zod';
import { httpLimits } from '../../limits.ts';

/** Why a token is refused, in words for the `www-authenticate` header; nothing in them is from the token. */
export interface TokenRefusal {
  why: string;
}

const header = z.looseObject({ alg: z.string(), kid: z.string() });
const seconds = z.number().finite();
const claimsShape = z.looseObject({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  client_id: z.string().optional(),
  exp: seconds,
  nbf: seconds.optional(),
  iat: seconds.optional(),
});
export type Claims = z.infer<typeof claimsShape>;

/**
 * Checks a JSON Web Token as the JWT authorizer of an HTTP API does: RS256 with a key of the issuer, `iss`, `aud` (or
 * `client_id` where there is none), `exp`, `nbf`, `iat`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 * @param findKey the issuer's public key of this id.
 * @param nowS epoch seconds.
 */
export async function checkToken(
  token: string,
  expected: { issuer: string; audience: readonly string[]; nowS: number },
  findKey: (kid: string) => Promise<KeyObject | undefined>,
): Promise<{ claims: Claims } | TokenRefusal> {
  const parts = token.split('.');
  const [head = '', body = '', signature = ''] = parts;
  if (parts.length !== 3 || token.length > httpLimits.tokenMaxBytes) return { why: 'the token is malformed' };
  const { data: read } = header.safeParse(jsonOf(head));
  if (read === undefined) return { why: 'the token has no usable header' };
  if (read.alg !== 'RS256') return { why: 'the signing method is not RS256' };
  const key = await findKey(read.kid);
  if (key === undefined) return { why: 'the issuer has no such key' };
  if (!verify('RSA-SHA256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))) {
    return { why: 'the signature is invalid' };
  }
  const { data: claims } = claimsShape.safeParse(jsonOf(body));
  if (claims === undefined) return { why: 'the claims are incomplete' };
  const why = claimFault(claims, expected);
  return why === undefined ? { claims } : { why };
}

function claimFault(
  { iss, aud, client_id, exp, nbf, iat }: Claims,
  expected: { issuer: string; audience: readonly string[]; nowS: number },
): string | undefined {
  if (iss !== expected.issuer) return 'the issuer is another';
  const named = aud === undefined ? [client_id ?? ''] : [aud].flat();
  if (!named.some((one) => expected.audience.includes(one))) return 'the audience is another';
  if (exp <= expected.nowS) return 'the token has expired';
  if (nbf !== undefined && nbf > expected.nowS) return 'the token is not valid yet';
  return iat !== undefined && iat > expected.nowS ? 'the token is from the future' : undefined;
}

function jsonOf(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
