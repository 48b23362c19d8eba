import { createPublicKey, type KeyObject } from 'node:crypto';
import * as z from 'zod';
import { GatehouseError } from '../../../domain/errors.ts';
import { isLoopbackUrl } from '../../aws/guard.ts';
import type { Clock } from '../../clock.ts';
import { httpLimits } from '../../limits.ts';

/** The issuer did not say its keys. */
class IssuerSilent extends GatehouseError {
  override readonly name = 'IssuerSilent';
}

/** The public keys of a token issuer, by their ids. */
export interface IssuerKeys {
  /** @throws IssuerSilent when they are not known and cannot be had. */
  find(kid: string): Promise<KeyObject | undefined>;
}

const discovery = z.looseObject({ jwks_uri: z.string() });
const keySet = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })) });
const rsaKey = z.looseObject({ kty: z.literal('RSA'), kid: z.string(), n: z.string(), e: z.string() });

/**
 * Reads the issuer's discovery document and key set, and keeps the keys for two hours; a token with another key has
 * them read again, at most every few seconds.
 */
export function createIssuerKeys(issuer: string, clock: Clock): IssuerKeys {
  let known: { keys: ReadonlyMap<string, KeyObject>; atMs: number } | undefined;
  let reading: Promise<void> | undefined;

  const read = async () => {
    const { jwks_uri } = await readJson(`${issuer}/.well-known/openid-configuration`, discovery);
    const { keys } = await readJson(jwks_uri, keySet);
    known = { keys: new Map(keys.flatMap(publicKey)), atMs: clock.now() };
  };

  return {
    async find(kid) {
      const ageMs = known === undefined ? Number.POSITIVE_INFINITY : clock.now() - known.atMs;
      const isOld = ageMs > (known?.keys.has(kid) ? httpLimits.keysMs : httpLimits.keysAgainMs);
      if (isOld) {
        reading ??= read().finally(() => {
          reading = undefined;
        });
        await reading;
      }
      return known?.keys.get(kid);
    },
  };
}

function publicKey(jwk: object): [string, KeyObject][] {
  const parsed = rsaKey.safeParse(jwk);
  if (!parsed.success) return [];
  const { kty, kid, n, e } = parsed.data;
  return [[kid, createPublicKey({ key: { kty, n, e }, format: 'jwk' })]];
}

async function readJson<Schema extends z.ZodType>(url: string, shape: Schema): Promise<z.output<Schema>> {
  if (!url.startsWith('https://') && !isLoopbackUrl(url)) throw new IssuerSilent(`${url} is not read: it is no https`);
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(httpLimits.keysFetchMs), redirect: 'error' });
    if (!answer.ok) throw new IssuerSilent(`${url} answers ${answer.status}`);
    const text = await answer.text();
    if (text.length > httpLimits.keysMaxBytes)
      throw new IssuerSilent(`${url} is over ${httpLimits.keysMaxBytes} bytes`);
    return shape.parse(JSON.parse(text));
  } catch (cause) {
    throw new IssuerSilent(`the issuer's keys cannot be read from ${url}`, { cause });
  }
}
