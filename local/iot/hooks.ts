import type { AedesOptions, AuthenticateError, Client, ConnectPacket, PublishPacket, Subscription } from 'aedes';
import { GatehouseError } from '../../domain/errors.ts';
import { iotLimits } from '../limits.ts';
import { keepAliveFor, publishRefusal, subscribeRefusal } from './admission.ts';
import { type Connection, doesNotRead, endConnection, requestOf } from './connection.ts';
import type { Credentials } from './custom-authorizers.ts';
import type { Publishing } from './publishing.ts';
import type { Rights } from './rights.ts';
import { isForSubscribers } from './topics.ts';

type Hooks = Required<
  Pick<AedesOptions, 'preConnect' | 'authenticate' | 'authorizePublish' | 'authorizeSubscribe' | 'authorizeForward'>
>;

/** Ends the connection: aedes closes the socket without an answer, as IoT Core does. */
class Refused extends GatehouseError {
  override readonly name = 'Refused';
}

/** aedes' questions, answered from the connection's rights. Refusals go to `refused`, with the reason for the log. */
export function createHooks(options: {
  connectionOf: (client: Client) => Connection;
  /** Lets the client in, or says which CONNACK code it gets instead. */
  enter: (connection: Connection, credentials: Credentials) => Promise<{ returnCode: 2 | 3 | 5 } | undefined>;
  publishing: Publishing;
  refused: (connection: Connection, why: string) => void;
}): Hooks {
  const { connectionOf, enter, publishing, refused } = options;

  const takeIn = async (connection: Connection, packet: PublishPacket): Promise<void> => {
    const { client, principal, throttle } = connection;
    const { topic, qos, retain } = packet;
    const refusal = publishRefusal(packet, rightsOf(connection));
    if (refusal !== undefined) {
      refused(connection, refusal.why);
      connection.endReason ??= refusal.reason;
      throw new Refused(refusal.why);
    }
    const payload = Buffer.from(packet.payload);
    const leave = await throttle.enter(payload.length);
    try {
      if (client.closed) throw new Refused('the client has gone');
      await publishing.takeIn({
        topic,
        payload,
        qos: qos === 0 ? 0 : 1,
        retain,
        clientId: client.id,
        principal,
      });
    } finally {
      leave();
    }
    // It is stored; aedes would do so once more, after the PUBACK.
    packet.retain = false;
  };

  return {
    preConnect: (client, packet, callback) => {
      connectionOf(client).request = requestOf(packet);
      prepare(packet);
      callback(null, true);
    },

    authenticate: (client, username, password, callback) => {
      const connection = connectionOf(client);
      enter(connection, { username, password }).then(
        (refusal) => {
          if (refusal === undefined) return callback(null, true);
          connection.endReason ??= 'AUTH_ERROR';
          callback(notAuthorised(refusal.returnCode), null);
        },
        (reason: unknown) => {
          refused(connection, `it could not be let in: ${String(reason)}`);
          connection.endReason ??= 'SERVER_ERROR';
          callback(notAuthorised(3), null);
        },
      );
    },

    authorizePublish: (client, packet, callback) => {
      // Wills are not left with aedes, so that there is always a client.
      if (client === null) return callback(new Refused('nobody published it'));
      const connection = connectionOf(client);
      takeIn(connection, packet).then(
        () => callback(null),
        (reason: Error) => {
          if (!(reason instanceof Refused)) {
            refused(connection, `its message could not be taken in: ${reason.message}`);
            connection.endReason ??= 'SERVER_ERROR';
          }
          callback(reason);
        },
      );
    },

    authorizeSubscribe: (client, subscription, callback) => {
      const connection = connectionOf(client);
      const why = whyNotSubscribed(connection, subscription);
      if (why === undefined) connection.filters.add(subscription.topic);
      else refused(connection, why);
      callback(null, why === undefined ? subscription : null);
    },

    authorizeForward: (client, packet) => {
      const connection = connectionOf(client);
      if (!isForSubscribers(packet.topic) || !connection.rights?.mayReceive(packet.topic)) return null;
      // Numbered here, and with a message id only once it is on its way from a session's queue.
      if (packet.brokerId && packet.messageId === undefined) {
        const number = `${packet.brokerId}:${packet.brokerCounter}`;
        if (connection.lastDelivered === number) return null;
        connection.lastDelivered = number;
      }
      if (client.conn.writableLength > iotLimits.outboundBufferMaxBytes) {
        refused(connection, doesNotRead);
        void endConnection(connection, 'SERVER_INITIATED_DISCONNECT');
        return null;
      }
      return packet;
    },
  };
}

function rightsOf(connection: Connection): Rights {
  if (connection.rights === undefined) throw new Refused('it is not connected');
  return connection.rights;
}

function whyNotSubscribed(connection: Connection, { topic, qos }: Subscription): string | undefined {
  if (connection.endReason !== undefined || connection.rights === undefined) return 'the connection is ending';
  return subscribeRefusal({ topic, qos }, connection, connection.rights);
}

function prepare(packet: ConnectPacket): void {
  // MQTT 3.1, which IoT Core does not speak. aedes would; to any other version it answers code 1, as it should.
  if (packet.protocolVersion === 3) packet.protocolVersion = 5;
  delete packet.will;
  packet.keepalive = keepAliveFor(packet.keepalive);
}

function notAuthorised(returnCode: 2 | 3 | 5): AuthenticateError {
  return Object.assign(new Error('refused'), { returnCode });
}
