import type { Duplex } from 'node:stream';
import { createServer, type TLSSocket } from 'node:tls';
import type { Aedes, Client } from 'aedes';
import { listenOnLoopback } from '../aws/listen.ts';
import type { Clock } from '../clock.ts';
import { iotLimits } from '../limits.ts';
import { announcedLength, neverDropLateMessages, onPacket, saidGoodbye } from './aedes-internals.ts';
import type { CertificateAuthority } from './authority.ts';
import {
  type Connection,
  certificateIdOf,
  createConnection,
  doesNotRead,
  endConnection,
  type WebRequest,
} from './connection.ts';

/** The TLS port: who comes through it has shown a certificate of the local authority. And WebSockets, without one. */
export interface Listener {
  start(broker: Aedes): Promise<{ port: number }>;
  /** Takes on a client that came through another port, over a WebSocket. */
  attach(stream: Duplex, from: { ipAddress: string; web: WebRequest }): void;
  /** Closes all connections; resolves when they are gone. */
  stop(): Promise<void>;
  connectionOf(client: Client): Connection;
}

export function createListener(options: {
  authority: CertificateAuthority;
  port: number;
  clock: Clock;
  refused: (connection: Connection, why: string) => void;
  log: (line: string) => void;
}): Listener {
  const { authority, clock, refused, log } = options;
  const byClient = new WeakMap<Client, Connection>();
  const open = new Set<Connection>();
  const server = createServer({
    key: authority.server.keyPem,
    cert: authority.server.certificatePem,
    ca: authority.caPem,
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    handshakeTimeout: iotLimits.connectMs,
    noDelay: true,
  });
  server.maxConnections = iotLimits.connectionsMax;
  server.on('tlsClientError', (error) =>
    log(`TLS connection refused: ${'code' in error ? error.code : error.message}`),
  );

  let started: Aedes | undefined;

  const accept = (socket: TLSSocket) => {
    const principal = certificateIdOf(socket);
    if (principal === undefined) socket.destroy();
    else adopt(socket, { principal, ipAddress: socket.remoteAddress ?? '' });
  };
  const adopt = (socket: Duplex, who: { principal: string; ipAddress: string; web?: WebRequest }) => {
    const broker = started;
    if (broker === undefined || broker.closed || open.size >= iotLimits.connectionsMax) {
      socket.destroy();
      return;
    }
    const client = broker.handle(socket);
    const connection = createConnection({ broker, client, socket, clock, ...who });
    byClient.set(client, connection);
    open.add(connection);
    void connection.ended.then(() => open.delete(connection));
    neverDropLateMessages(client);
    keepToProtocolLimits(connection, socket, refused);
  };

  const failed = (client: Client, error: Error) => {
    const connection = byClient.get(client);
    if (!connection || connection.endReason !== undefined || saidGoodbye(client)) return;
    const stalled = error.message === 'drain timeout';
    // An error of the socket has a code; all others are of what the client sent.
    const lost = stalled || 'code' in error || error.message === 'connection closed';
    connection.endReason = lost ? 'CONNECTION_LOST' : 'CLIENT_ERROR';
    if (stalled) refused(connection, doesNotRead);
    else if (!lost) refused(connection, error.message);
  };

  return {
    attach: (stream, from) => adopt(stream, { ...from, principal: '' }),
    start(broker) {
      started = broker;
      broker.on('clientError', failed);
      broker.on('connectionError', failed);
      broker.on('keepaliveTimeout', (client) => {
        const connection = byClient.get(client);
        if (connection) connection.endReason ??= 'MQTT_KEEP_ALIVE_TIMEOUT';
      });
      broker.on('unsubscribe', (filters, client) => {
        for (const filter of filters) byClient.get(client)?.filters.delete(filter);
      });
      server.on('secureConnection', accept);
      return listenOnLoopback(server, options.port, { what: 'MQTT over TLS', variable: 'GATEHOUSE_MQTTS_PORT' });
    },
    async stop() {
      started = undefined;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([...open].map((connection) => endConnection(connection, 'SERVER_INITIATED_DISCONNECT')));
      await closed;
    },
    connectionOf(client) {
      const connection = byClient.get(client);
      if (connection === undefined) throw new TypeError('a client without a connection');
      return connection;
    },
  };
}

/** Limits that aedes does not ask about: the size of a packet, before it is read, and filters in one SUBSCRIBE. */
function keepToProtocolLimits(
  connection: Connection,
  socket: Duplex,
  refused: (connection: Connection, why: string) => void,
): void {
  const end = (why: string) => {
    refused(connection, why);
    void endConnection(connection, 'CLIENT_ERROR');
  };
  socket.on('readable', () => {
    if (connection.client.closed || announcedLength(connection.client) <= iotLimits.packetMaxBytes) return;
    end(`a packet of over ${iotLimits.packetMaxBytes} bytes`);
  });
  onPacket(connection.client, ({ cmd, subscriptions = [] }) => {
    if (cmd === 'subscribe' && subscriptions.length > iotLimits.subscriptionsPerRequest) {
      end(`over ${iotLimits.subscriptionsPerRequest} filters in one SUBSCRIBE`);
    }
  });
}
