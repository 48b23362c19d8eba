import { pushLimits } from '../../../domain/limits/escalation.ts';
import type { Clock } from '../../shared/clock.ts';
import { createLru } from '../../shared/lru.ts';
import type { PushKey } from '../../shared/push-key.ts';
import type { Retry } from '../../shared/retry.ts';

/** The Authorization header for a push service, by its origin (RFC 8292): a JWT that is used for hours. */
export type Vapid = (origin: string, retry: Retry) => Promise<string>;

/** @param contact where a push service finds whoever sends: an https URL; left out otherwise. */
export function createVapid(pushKey: PushKey, contact: string, clock: Clock): Vapid {
  const known = createLru<{ header: string; endsS: number }>(pushLimits.tokensCachedMax);
  return async (origin, retry) => {
    const nowS = Math.floor(clock.now() / 1_000);
    const held = known.get(origin);
    if (held && held.endsS - nowS > pushLimits.tokenRenewS) return held.header;
    const endsS = nowS + pushLimits.tokenValidS;
    const claims = { aud: origin, exp: endsS, ...(contact.startsWith('https:') && { sub: contact }) };
    const unsigned = `${part({ typ: 'JWT', alg: 'ES256' })}.${part(claims)}`;
    const signature = await pushKey.sign(Buffer.from(unsigned), retry);
    const token = `${unsigned}.${Buffer.from(signature).toString('base64url')}`;
    const header = `vapid t=${token}, k=${await pushKey.publicKey(retry)}`;
    known.set(origin, { header, endsS });
    return header;
  };
}

function part(content: object): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}
