import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { cognitoLimits } from '../limits.ts';

/** What a page asked for when somebody signed in, until it comes back for the tokens. */
interface Grant {
  username: string;
  clientId: string;
  redirectUri: string;
  scope: string;
  /** SHA-256 of the verifier, base64url (RFC 7636). */
  challenge: string;
  nonce?: string | undefined;
}

/** Authorization codes: good once, for five minutes, in memory. */
export interface Codes {
  give(grant: Grant): string;
  /** The grant of a code, if whoever brings it is whoever asked; the code is spent either way. */
  redeem(code: string, by: { clientId: string; redirectUri: string; verifier: string }): Grant | undefined;
}

export function createCodes(clock: Clock): Codes {
  const grants = new Map<string, Grant & { untilMs: number }>();
  return {
    give(grant) {
      for (const [code, { untilMs }] of grants) if (untilMs <= clock.now()) grants.delete(code);
      const [oldest] = grants.keys();
      if (oldest !== undefined && grants.size >= cognitoLimits.codesMax) grants.delete(oldest);
      const code = randomBytes(32).toString('base64url');
      grants.set(code, { ...grant, untilMs: clock.now() + cognitoLimits.codeMs });
      return code;
    },
    redeem(code, { clientId, redirectUri, verifier }) {
      const grant = grants.get(code);
      grants.delete(code);
      if (grant === undefined || grant.untilMs <= clock.now()) return undefined;
      if (grant.clientId !== clientId || grant.redirectUri !== redirectUri) return undefined;
      return createHash('sha256').update(verifier).digest('base64url') === grant.challenge ? grant : undefined;
    },
  };
}
