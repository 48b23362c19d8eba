import type { Aedes, Client } from 'aedes';

/**
 * What the broker needs of aedes 1.2 and its types do not offer. Everything that reaches into it is in this file;
 * the version is pinned, and the broker's tests fail when one of these stops working.
 */
interface ClientInternals {
  /** Set by a DISCONNECT packet. */
  _disconnected: boolean;
  /** mqtt-packet's parser; `packet` is what it is reading, its length known before its content has come. */
  _parser: {
    packet: { length: number };
    prependListener(event: 'packet', listener: (packet: IncomingPacket) => void): void;
  };
}

interface BrokerInternals {
  clients: Record<string, Client>;
  mq: { emit(packet: unknown, done?: () => void): unknown };
}

/** As much of a packet as the protocol's limits are about. */
export interface IncomingPacket {
  cmd: string;
  qos?: number;
  subscriptions?: readonly unknown[];
}

const internals = (client: Client) => client as unknown as ClientInternals;
const brokerInternals = (broker: Aedes) => broker as unknown as BrokerInternals;

/** Whether the client has sent DISCONNECT, so that its will is void. */
export function saidGoodbye(client: Client): boolean {
  return internals(client)._disconnected;
}

/** Calls `inspect` with each packet before aedes handles it. */
export function onPacket(client: Client, inspect: (packet: IncomingPacket) => void): void {
  internals(client)._parser.prependListener('packet', inspect);
}

/** Length that the packet being read announces; -1 between packets. */
export function announcedLength(client: Client): number {
  return internals(client)._parser.packet.length;
}

/** Whether aedes still counts this very client as the one with its id. */
export function isRegistered(broker: Aedes, client: Client): boolean {
  return brokerInternals(broker).clients[client.id] === client;
}

/**
 * Lets no publisher wait for subscribers. aedes calls a publisher back when the last subscriber's socket has taken
 * the message, so one that has stopped reading would hold up every client that publishes to its topics.
 */
export function neverWaitForSubscribers(broker: Aedes): void {
  const { mq } = brokerInternals(broker);
  const emit = mq.emit.bind(mq);
  mq.emit = (packet, done) => {
    emit(packet);
    done?.();
  };
}

/**
 * Turns off aedes' test for duplicates: it drops a message whose number is lower than the last one's, taking it
 * that messages are emitted in the order of their numbers. They are not: one that is stored for a persistent
 * session is emitted later than the next one, and would be lost for every other subscriber.
 */
export function neverDropLateMessages(client: Client): void {
  const forgetful = new Proxy({}, { set: () => true });
  Object.defineProperty(client, 'duplicates', { value: forgetful });
}
