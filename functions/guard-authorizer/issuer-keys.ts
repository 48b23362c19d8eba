import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import { GatehouseError } from '../../domain/errors.ts';
import { consoleLimits } from '../../domain/limits/consoles.ts';
import type { Clock } from '../shared/clock.ts';

/** Thrown when the issuer does not say its keys: nobody can be let in until it does. */
class IssuerSilentError extends GatehouseError {
  override readonly name = 'IssuerSilentError';
}

const discovery = z.object({ jwks_uri: z.url() });
const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/**
 * Finds the issuer's key for a token. The keys are kept; a token of a key that is not among them has them read again,
 * once a minute at most, so that tokens of made-up keys cost the issuer nothing.
 */
export function createIssuerKeys(issuer: string, clock: Clock): JWTVerifyGetKey {
  let known: { find: JWTVerifyGetKey; readAtMs: number } | undefined;
  let reading: Promise<JWTVerifyGetKey> | undefined;
  let triedAtMs = Number.NEGATIVE_INFINITY;

  const read = async () => {
    triedAtMs = clock.now();
    const { jwks_uri } = await readJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, discovery);
    const find = createLocalJWKSet(await readJson(jwks_uri, keySet));
    known = { find, readAtMs: triedAtMs };
    return find;
  };
  const readOnce = () => {
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };

  return async (header, token) => {
    const isFresh = known && clock.now() - known.readAtMs < consoleLimits.keysMaxAgeMs;
    const find = known && isFresh ? known.find : await readOnce();
    try {
      return await find(header, token);
    } catch (error) {
      const isUnknown = error instanceof errors.JWKSNoMatchingKey;
      if (!isUnknown || clock.now() - triedAtMs < consoleLimits.keysAgainAfterMs) throw error;
      return (await readOnce())(header, token);
    }
  };
}

async function readJson<Value>(url: string, shape: z.ZodType<Value>): Promise<Value> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(consoleLimits.keysFetchMs), redirect: 'error' });
    const text = await answer.text();
    if (answer.ok && text.length <= consoleLimits.keysCharactersMax) return shape.parse(JSON.parse(text));
  } catch (cause) {
    throw new IssuerSilentError(`The issuer cannot be asked for its keys: ${url}`, { cause });
  }
  throw new IssuerSilentError(`The issuer does not say its keys: ${url}`);
}
