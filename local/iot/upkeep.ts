import type { Clock } from '../clock.ts';
import { iotLimits } from '../limits.ts';
import type { Connections } from './connections.ts';
import type { Presence } from './presence.ts';
import type { SessionStore } from './session-store.ts';

/**
 * What the broker does by the clock: once after the start, it says which clients of the last run have not come back;
 * every minute, it forgets sessions that have been without a connection for too long.
 * @returns a function that ends it.
 */
export function startUpkeep(options: {
  clock: Clock;
  presence: Presence;
  sessions: SessionStore;
  connections: Connections;
  log: (line: string) => void;
}): () => void {
  const { clock, presence, sessions, connections, log } = options;
  const before = new Set(presence.leftOpen().map(({ sessionId }) => sessionId));

  const closeWhoStayedAway = async () => {
    const away = presence.leftOpen().filter(({ sessionId }) => before.has(sessionId));
    await Promise.all(away.map((record) => presence.closed(record, 'SERVER_ERROR')));
  };
  const forgetExpired = async () => {
    for (const clientId of await presence.forgetExpired()) {
      if (connections.get(clientId) === undefined) await sessions.forget(clientId);
    }
    await sessions.dropExpired();
  };

  const failed = (reason: unknown) => log(`upkeep of sessions failed: ${String(reason)}`);
  const sweep = () => {
    forgetExpired().catch(failed);
    cancelSweep = clock.after(iotLimits.sweepMs, sweep);
  };
  let cancelSweep = clock.after(iotLimits.sweepMs, sweep);
  const cancelReturn = clock.after(iotLimits.returnMs, () => void closeWhoStayedAway().catch(failed));
  return () => {
    cancelSweep();
    cancelReturn();
  };
}
