import type { Clock } from '../clock.ts';
import { type ConnectRefusal, certificateRefusal, connectRefusal } from './admission.ts';
import { type Connection, type ConnectRequest, endConnection, type WebRequest } from './connection.ts';
import type { Credentials, CustomAuthorizers } from './custom-authorizers.ts';
import type { Registry } from './registry.ts';
import type { RightsBook } from './rights.ts';

/** Gives a connection its rights, or says why it gets none. */
export type Admit = (
  connection: Connection,
  request: ConnectRequest,
  credentials: Credentials,
) => Promise<ConnectRefusal | undefined>;

export interface AdmittingOptions {
  registry: Registry;
  rights: RightsBook;
  authorizers: CustomAuthorizers;
  clock: Clock;
  refused: (connection: Connection, why: string) => void;
}

/** By the certificate of the connection, or, where there is none, by the custom authorizer that it names. */
export function createAdmit(options: AdmittingOptions): Admit {
  const byAuthorizer = createAdmitByAuthorizer(options);
  return async (connection, request, credentials) => {
    if (connection.web !== undefined) return byAuthorizer(connection, connection.web, request, credentials);
    connection.rights = options.rights.of(connection.principal, request.clientId);
    const certificate = options.registry.certificate(connection.principal);
    return certificateRefusal(certificate) ?? connectRefusal(request, connection.rights);
  };
}

function createAdmitByAuthorizer({ rights, authorizers, clock, refused }: AdmittingOptions) {
  return async (
    connection: Connection,
    web: WebRequest,
    request: ConnectRequest,
    credentials: Credentials,
  ): Promise<ConnectRefusal | undefined> => {
    const { clientId } = request;
    // It would have to be published when nobody can ask the authorizer any more.
    if (request.will) return { why: 'a last will needs a certificate here', returnCode: 5 };
    const decision = await authorizers.ask({ clientId, web, credentials });
    if ('why' in decision) return { why: decision.why, returnCode: 5 };
    connection.principal = decision.principalId;
    connection.rights = rights.byStatements(decision.statements, clientId);
    const refusal = connectRefusal(request, connection.rights);
    if (refusal !== undefined) return refusal;

    const end = (why: string, reason: 'AUTH_ERROR' | 'CUSTOMAUTH_TTL_EXPIRATION') => {
      refused(connection, why);
      void endConnection(connection, reason);
    };
    const refresh = async () => {
      const next = await authorizers.ask({ clientId, web, credentials });
      if ('why' in next) return end(next.why, 'AUTH_ERROR');
      connection.rights = rights.byStatements(next.statements, clientId);
      refreshAfter(next.refreshAfterS);
    };
    const refreshAfter = (delayS: number) => {
      cancelRefresh = clock.after(delayS * 1000, () => {
        refresh().catch((cause: unknown) => end(`its authorizer cannot be asked: ${String(cause)}`, 'AUTH_ERROR'));
      });
    };
    let cancelRefresh = () => {};
    refreshAfter(decision.refreshAfterS);
    const cancelEnd = clock.after(decision.disconnectAfterS * 1000, () =>
      end('its time is over', 'CUSTOMAUTH_TTL_EXPIRATION'),
    );
    void connection.ended.then(() => {
      cancelRefresh();
      cancelEnd();
    });
    return undefined;
  };
}
