import { type ConnectRefusal, checkedWill, connectRefusal } from './admission.ts';
import { type Connection, endConnection, reasonOf } from './connection.ts';
import { createKeyedQueue } from './keyed-queue.ts';
import type { Presence } from './presence.ts';
import type { Registry } from './registry.ts';
import { exclusiveThingOf, type RightsBook } from './rights.ts';

/** The clients that are let in, one a client id. */
export interface Connections {
  /** Lets a connection in, in place of an earlier one with its client id; or says why not. */
  enter(connection: Connection): Promise<ConnectRefusal | undefined>;
  get(clientId: string): Connection | undefined;
  count(): number;
  /** Gives the certificate's connections the rights that it has now, or ends them when it is no longer active. */
  review(certificateId: string): void;
}

export function createConnections(options: {
  registry: Registry;
  rights: RightsBook;
  presence: Presence;
  refused: (connection: Connection, why: string) => void;
  /** After a stop, as after a crash, the next start says who has gone. */
  isStopping: () => boolean;
}): Connections {
  const { registry, presence, refused, isStopping } = options;
  const byClientId = new Map<string, Connection>();
  const oneAtATime = createKeyedQueue();

  const open = async (connection: Connection, clientId: string) => {
    const previous = byClientId.get(clientId);
    if (previous) await endConnection(previous, 'DUPLICATE_CLIENTID');
    byClientId.set(clientId, connection);
    const { certificateId, ipAddress, request } = connection;
    const thingName = exclusiveThingOf(registry, certificateId);
    const will = checkedWill(request?.will);
    const record = await presence.opened({
      clientId,
      certificateId,
      ipAddress,
      ...(thingName === undefined ? {} : { thingName }),
      ...(will === undefined ? {} : { will }),
    });
    presence.announce(record);
    // Also when it has ended in the meantime.
    void connection.ended.then(() => {
      if (byClientId.get(clientId) === connection) byClientId.delete(clientId);
      if (!isStopping()) void presence.closed(record, reasonOf(connection));
    });
  };

  return {
    async enter(connection) {
      const { request, certificateId } = connection;
      if (request === undefined) return { why: 'it has not asked to connect', returnCode: 5 };
      const { clientId } = request;
      connection.rights = options.rights.of(certificateId, clientId);
      const refusal = connectRefusal(request, registry.certificate(certificateId), connection.rights);
      if (refusal !== undefined) {
        refused(connection, refusal.why);
        return refusal;
      }
      await oneAtATime.run(clientId, () => open(connection, clientId));
      return undefined;
    },
    get: (clientId) => byClientId.get(clientId),
    count: () => byClientId.size,
    review(certificateId) {
      const isActive = registry.certificate(certificateId)?.status === 'ACTIVE';
      for (const [clientId, connection] of byClientId) {
        if (connection.certificateId !== certificateId) continue;
        connection.rights = options.rights.of(certificateId, clientId);
        if (isActive) continue;
        refused(connection, 'its certificate is no longer active');
        void endConnection(connection, 'AUTH_ERROR');
      }
    },
  };
}
