import { type ConnectRefusal, checkedWill } from './admission.ts';
import { type AdmittingOptions, createAdmit } from './admitting.ts';
import { type Connection, endConnection, reasonOf } from './connection.ts';
import type { Credentials } from './custom-authorizers.ts';
import { createKeyedQueue } from './keyed-queue.ts';
import type { Presence } from './presence.ts';
import { exclusiveThingOf } from './rights.ts';

/** The clients that are let in, one a client id. */
export interface Connections {
  /** Lets a connection in, in place of an earlier one with its client id; or says why not. */
  enter(connection: Connection, credentials: Credentials): Promise<ConnectRefusal | undefined>;
  get(clientId: string): Connection | undefined;
  count(): number;
  /** Gives the certificate's connections the rights that it has now, or ends them when it is no longer active. */
  review(certificateId: string): void;
}

export function createConnections(
  options: AdmittingOptions & {
    presence: Presence;
    /** After a stop, as after a crash, the next start says who has gone. */
    isStopping: () => boolean;
  },
): Connections {
  const { registry, presence, refused, isStopping } = options;
  const admit = createAdmit(options);
  const byClientId = new Map<string, Connection>();
  const oneAtATime = createKeyedQueue();

  const open = async (connection: Connection, clientId: string) => {
    const previous = byClientId.get(clientId);
    if (previous) await endConnection(previous, 'DUPLICATE_CLIENTID');
    byClientId.set(clientId, connection);
    const { principal, ipAddress, request } = connection;
    const thingName = exclusiveThingOf(registry, principal);
    const will = checkedWill(request?.will);
    const record = await presence.opened({
      clientId,
      certificateId: principal,
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
    async enter(connection, credentials) {
      const { request } = connection;
      if (request === undefined) return { why: 'it has not asked to connect', returnCode: 5 };
      const refusal = await admit(connection, request, credentials);
      if (refusal !== undefined) {
        refused(connection, refusal.why);
        return refusal;
      }
      await oneAtATime.run(request.clientId, () => open(connection, request.clientId));
      return undefined;
    },
    get: (clientId) => byClientId.get(clientId),
    count: () => byClientId.size,
    review(certificateId) {
      const isActive = registry.certificate(certificateId)?.status === 'ACTIVE';
      for (const [clientId, connection] of byClientId) {
        if (connection.web !== undefined || connection.principal !== certificateId) continue;
        connection.rights = options.rights.of(certificateId, clientId);
        if (isActive) continue;
        refused(connection, 'its certificate is no longer active');
        void endConnection(connection, 'AUTH_ERROR');
      }
    },
  };
}
