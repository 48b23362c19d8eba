import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { Aedes, Client, ConnectPacket } from 'aedes';
import type { Clock } from '../clock.ts';
import { isRegistered, saidGoodbye } from './aedes-internals.ts';
import type { DisconnectReason } from './presence.ts';
import type { ConnectionRecord, Will } from './presence-tables.ts';
import type { Rights } from './rights.ts';
import { createThrottle, type Throttle } from './throttle.ts';

/** What CONNECT asked for, taken off the packet before aedes sees it. */
export interface ConnectRequest {
  clientId: string;
  clean: boolean;
  /** As asked for; 0: none. */
  keepAliveS: number;
  will?: Omit<Will, 'qos'> & { qos: 0 | 1 | 2 };
}

/** What a client that came through a WebSocket said before MQTT began. */
export interface WebRequest {
  headers: Readonly<Record<string, string>>;
  /** With its question mark; empty when there is none. */
  queryString: string;
}

/** One connection, from its handshake on. */
export interface Connection {
  readonly client: Client;
  /** SHA-256 of the certificate, or, once a custom authorizer has let the client in, what that calls it. */
  principal: string;
  /** For a client without a certificate, which a custom authorizer decides about. */
  readonly web?: WebRequest;
  readonly ipAddress: string;
  readonly throttle: Throttle;
  /** Resolves when the socket is closed and aedes has forgotten the client. */
  readonly ended: Promise<void>;
  /** Filters that were granted on this connection. */
  readonly filters: Set<string>;
  request?: ConnectRequest;
  rights?: Rights;
  record?: ConnectionRecord;
  /** Why the broker ended it; absent while it lasts, or when the client did. */
  endReason?: DisconnectReason;
  /** Number of the last message delivered, to deliver one once where two of the client's filters cover it. */
  lastDelivered?: string;
}

/** Why a subscriber is disconnected whose socket takes no more. */
export const doesNotRead = 'it does not read what it subscribed to';

/** SHA-256 of the client's certificate, in hex: IoT Core's certificate id. */
export function certificateIdOf(socket: TLSSocket): string | undefined {
  const certificate = socket.getPeerX509Certificate();
  return certificate && createHash('sha256').update(certificate.raw).digest('hex');
}

export function createConnection(options: {
  broker: Aedes;
  client: Client;
  socket: Duplex;
  principal: string;
  ipAddress: string;
  web?: WebRequest;
  clock: Clock;
}): Connection {
  const { broker, client, socket, principal, ipAddress, web } = options;
  const ended = new Promise<void>((resolve) => {
    // aedes forgets a client a turn or two after its socket has closed. Who takes over its id earlier is forgotten in its place.
    const settle = () => (isRegistered(broker, client) ? setImmediate(settle) : resolve());
    socket.once('close', settle);
  });
  return {
    client,
    principal,
    ipAddress,
    ...(web === undefined ? {} : { web }),
    throttle: createThrottle(options.clock),
    ended,
    filters: new Set(),
  };
}

export function requestOf(packet: ConnectPacket): ConnectRequest {
  const { clientId, clean = true, keepalive: keepAliveS = 0, will } = packet;
  if (will === undefined) return { clientId, clean, keepAliveS };
  const { topic, payload, qos = 0, retain = false } = will;
  return { clientId, clean, keepAliveS, will: { topic, payload: Buffer.from(payload), qos, retain } };
}

/** Ends a connection from the broker's side; resolves when it is gone. */
export async function endConnection(connection: Connection, reason: DisconnectReason): Promise<void> {
  connection.endReason ??= reason;
  connection.client.close();
  await connection.ended;
}

export function reasonOf(connection: Connection): DisconnectReason {
  if (connection.endReason !== undefined) return connection.endReason;
  return saidGoodbye(connection.client) ? 'CLIENT_INITIATED_DISCONNECT' : 'CONNECTION_LOST';
}
