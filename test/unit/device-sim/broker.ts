import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { Aedes, type AuthorizePublishHandler, type PublishPacket } from 'aedes';
import type { BrokerAddress } from '../../../device-sim/gate/mqtt-connection.ts';

/** A real broker on a free port, which can be told what to refuse and can be killed. */
export interface TestBroker {
  address: BrokerAddress;
  /** What was published and taken, in order, wills included. */
  taken: { topic: string; payload: string; client: string | undefined }[];
  publish(topic: string, payload: string, retain?: boolean): Promise<void>;
  /** Ends every connection without a word and listens no longer. */
  kill(): Promise<void>;
}

export async function startBroker(
  options: {
    port?: number;
    hold?: boolean;
    refuse?: (topic: string) => boolean;
    welcome?: (client: string) => boolean;
  } = {},
): Promise<TestBroker> {
  const taken: TestBroker['taken'] = [];
  const authorizePublish: AuthorizePublishHandler = (client, packet, done) => {
    if (options.hold) return;
    if (options.refuse?.(packet.topic)) return done(new Error('refused'));
    taken.push({ topic: packet.topic, payload: packet.payload.toString(), client: client?.id });
    done(null);
  };
  const broker = await Aedes.createBroker({
    concurrency: 0,
    authorizePublish,
    authenticate: (client, _name, _password, done) => done(null, options.welcome?.(client.id) ?? true),
  });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    broker.handle(socket);
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the test broker has no port');

  return {
    address: { host: '127.0.0.1', port: address.port },
    taken,
    publish: (topic, payload, retain = false) => {
      const packet: PublishPacket = {
        cmd: 'publish',
        qos: 1,
        dup: false,
        topic,
        payload: Buffer.from(payload),
        retain,
      };
      return new Promise((resolve, reject) => broker.publish(packet, (error) => (error ? reject(error) : resolve())));
    },
    kill: async () => {
      for (const socket of sockets) socket.destroy();
      const closed = once(server, 'close');
      server.close();
      await closed;
      await new Promise<void>((resolve) => broker.close(resolve));
    },
  };
}
