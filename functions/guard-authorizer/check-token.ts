import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { isForAccess, type Principal, readPrincipal } from '../../domain/access/principal.ts';
import { consoleLimits } from '../../domain/limits/consoles.ts';

/** Why a token is good for nothing here; for the log, never for who brought it. */
export type TokenRefusal =
  | 'no-token'
  | 'token-too-long'
  | 'bad-token'
  | 'other-audience'
  | 'no-access-token'
  | 'no-role';

/** @param nowMs when the token has to have begun and not ended. */
export type CheckToken = (
  token: string,
  nowMs: number,
) => Promise<{ principal: Principal; expiresAtMs: number } | { refused: TokenRefusal }>;

/**
 * Checks a token as the JWT authorizer of the HTTP API does: signed by the issuer with RS256, for our audience, of
 * now. So whoever may ask the API may listen, and nobody else.
 */
export function createCheckToken(expected: { issuer: string; audience: string }, findKey: JWTVerifyGetKey): CheckToken {
  return async (token, nowMs) => {
    if (token === '') return { refused: 'no-token' };
    if (token.length > consoleLimits.tokenCharactersMax) return { refused: 'token-too-long' };
    const claims = await verify(token, expected.issuer, nowMs, findKey);
    if (!claims) return { refused: 'bad-token' };
    if (!audienceOf(claims).includes(expected.audience)) return { refused: 'other-audience' };
    if (!isForAccess(claims)) return { refused: 'no-access-token' };
    const principal = readPrincipal(claims);
    if (!principal) return { refused: 'no-role' };
    return { principal, expiresAtMs: claims.exp * 1_000 };
  };
}

async function verify(
  token: string,
  issuer: string,
  nowMs: number,
  findKey: JWTVerifyGetKey,
): Promise<(JWTPayload & { exp: number }) | undefined> {
  try {
    const { payload } = await jwtVerify(token, findKey, {
      // With a list of one, neither `none` nor a public key as an HMAC secret is an algorithm.
      algorithms: ['RS256'],
      issuer,
      currentDate: new Date(nowMs),
    });
    const { exp } = payload;
    // One without an end would be good for ever.
    return exp === undefined ? undefined : { ...payload, exp };
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

/** Cognito's access tokens name the client instead. */
function audienceOf({ aud, client_id }: JWTPayload): unknown[] {
  return [aud ?? client_id].flat();
}
