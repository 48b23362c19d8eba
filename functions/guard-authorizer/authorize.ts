import { hash } from 'node:crypto';
import { isConsoleOf } from '../../domain/access/console-client.ts';
import { heardAlerts } from '../../domain/access/heard-alerts.ts';
import { consoleLimits } from '../../domain/limits/consoles.ts';
import type { Retry } from '../shared/retry.ts';
import type { Admission, Sessions } from '../shared/sessions.ts';
import type { CheckToken, TokenRefusal } from './check-token.ts';
import { connectEvent } from './event.ts';
import type { FindPlaces } from './places-store.ts';
import { type PolicyDocument, policiesOf } from './policies.ts';

/** What IoT Core is told: who it is and what they may do, or nothing but that they may not connect. */
export type Answer =
  | { isAuthenticated: false }
  | {
      isAuthenticated: true;
      principalId: string;
      policyDocuments: PolicyDocument[];
      disconnectAfterInSeconds: number;
      refreshAfterInSeconds: number;
    };

/** Why a console is not let in; for the log. */
type Refusal =
  | TokenRefusal
  | Exclude<Admission, 'admitted'>
  | 'other-client-id'
  | 'too-many-places'
  | 'nothing-to-hear';

interface Parts {
  checkToken: CheckToken;
  findPlaces: FindPlaces;
  sessions: Sessions;
}

/** Decides about a CONNECT, and again every few minutes about who is connected, with the password of then. */
export function createAuthorize({ checkToken, findPlaces, sessions }: Parts) {
  return async (
    event: unknown,
    { iotArn, nowMs, retry }: { iotArn: string; nowMs: number; retry: Retry },
  ): Promise<Answer | { refused: Refusal }> => {
    const { clientId, password } = connectEvent.parse(event).protocolData.mqtt;
    const checked = await checkToken(Buffer.from(password, 'base64').toString(), nowMs);
    if ('refused' in checked) return checked;
    const { principal, expiresAtMs } = checked;
    const whose = hash('sha256', principal.subject);
    if (!isConsoleOf(whose, clientId)) return { refused: 'other-client-id' };
    // Nobody is let in for a part of their places: they would not know which.
    const places = principal.communities.length + principal.districts.length;
    if (places > consoleLimits.filtersMax) return { refused: 'too-many-places' };
    const filters = heardAlerts(principal, await findPlaces(principal.communities, retry));
    if (filters.length === 0) return { refused: 'nothing-to-hear' };

    const lastsS = connectionS(expiresAtMs - nowMs);
    const untilMs = Math.max(expiresAtMs, nowMs + lastsS * 1_000);
    const admission = await sessions.admit(principal.sessionId, { clientId, untilMs }, nowMs, retry);
    if (admission !== 'admitted') return { refused: admission };
    return {
      isAuthenticated: true,
      // Letters and digits only; and no `sub` in IoT Core's log.
      principalId: whose,
      policyDocuments: policiesOf(iotArn, clientId, filters),
      disconnectAfterInSeconds: lastsS,
      refreshAfterInSeconds: consoleLimits.refreshAfterS,
    };
  };
}

function connectionS(tokenLastsMs: number): number {
  const { connectionSMin, connectionSMax } = consoleLimits;
  return Math.min(connectionSMax, Math.max(connectionSMin, Math.floor(tokenLastsMs / 1_000)));
}
