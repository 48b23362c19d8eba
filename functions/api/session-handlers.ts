import type { Communities } from './communities.ts';
import type { Handlers } from './handler-of.ts';
import type { Sessions } from './sessions.ts';

export function createSessionHandlers(
  sessions: Sessions,
  communities: Communities,
): Pick<Handlers, 'getMe' | 'signOut'> {
  return {
    async getMe({ principal, retry }) {
      const { subject, role } = principal;
      return { answer: { subject, role, communities: await communities.of(principal, retry) } };
    },
    async signOut({ principal, nowMs, retry }) {
      await sessions.signOut(principal.sessionId, nowMs, retry);
      return { answer: null };
    },
  };
}
