import { heardAlerts } from '../../domain/access/heard-alerts.ts';
import type { Principal } from '../../domain/access/principal.ts';
import type { Disconnect } from '../shared/disconnect.ts';
import type { Retry } from '../shared/retry.ts';
import type { Sessions } from '../shared/sessions.ts';
import { allSettled } from '../shared/settled.ts';
import type { Communities } from './communities.ts';
import type { Handlers } from './handler-of.ts';

interface Parts {
  sessions: Sessions;
  communities: Communities;
  disconnect: Disconnect;
  endShifts: (principal: Principal, nowMs: number, retry: Retry) => Promise<void>;
}

export function createSessionHandlers({
  sessions,
  communities,
  disconnect,
  endShifts,
}: Parts): Pick<Handlers, 'getMe' | 'signOut'> {
  return {
    async getMe({ principal, retry }) {
      const { subject, role } = principal;
      const places = await communities.of(principal, retry);
      return { answer: { subject, role, communities: places, hears: heardAlerts(principal, places) } };
    },
    async signOut({ principal, nowMs, retry }) {
      const consoles = await sessions.signOut(principal.sessionId, nowMs, retry);
      await allSettled([
        endShifts(principal, nowMs, retry),
        ...consoles.map((clientId) => disconnect(clientId, retry)),
      ]);
      return { answer: null };
    },
  };
}
