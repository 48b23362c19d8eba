import { Aedes } from 'aedes';
import type { Clock } from '../clock.ts';
import { iotLimits } from '../limits.ts';
import type { Place } from '../policy/arn.ts';
import type { Message } from '../rules/message.ts';
import type { Database } from '../store/database.ts';
import type { IotPolicyPlan } from '../template/plan.ts';
import { publishRefusal } from './admission.ts';
import { neverWaitForSubscribers } from './aedes-internals.ts';
import type { CertificateAuthority } from './authority.ts';
import { type Connection, type ConnectRequest, endConnection } from './connection.ts';
import { createConnections } from './connections.ts';
import type { CustomAuthorizers } from './custom-authorizers.ts';
import { createHooks } from './hooks.ts';
import { createListener, type Listener } from './listener.ts';
import { createPresence } from './presence.ts';
import { createPublishing, type Publication } from './publishing.ts';
import type { Registry } from './registry.ts';
import { createRetainedMessages, type RetainedMessages } from './retained.ts';
import { createRightsBook } from './rights.ts';
import { createSessionStore } from './session-store.ts';
import { startUpkeep } from './upkeep.ts';

interface BrokerStatistics {
  connections: number;
  /** Messages taken in since the start, and refusals of any kind. */
  messagesTaken: number;
  refusals: number;
}

export interface Broker {
  /** Rejects with a UsageError when the port is taken. */
  start(): Promise<{ port: number }>;
  /** Closes at once. As after a crash, clients that do not come back to the next run are then said to be gone. */
  stop(): Promise<void>;
  /** Takes on a client over a WebSocket, which a custom authorizer decides about. */
  attach: Listener['attach'];
  /** Publishes as the IoT data endpoint does. Resolves when it is taken in; never waits for a slow subscriber. */
  publish(topic: string, payload: Buffer, options: { retain: boolean; qos?: 0 | 1 }): Promise<void>;
  /** Ends a client's connection; its session stays. Resolves when it is gone, or at once when there was none. */
  disconnect(clientId: string): Promise<void>;
  /** What a client that is connected asked for; undefined when it is not. */
  connected(clientId: string): Pick<ConnectRequest, 'clean' | 'keepAliveS'> | undefined;
  retained: Pick<RetainedMessages, 'get' | 'list'>;
  statistics(): BrokerStatistics;
}

export interface BrokerOptions {
  policies: readonly IotPolicyPlan[];
  /** Who decides about clients without a certificate. */
  authorizers: CustomAuthorizers;
  registry: Registry;
  database: Database;
  authority: CertificateAuthority;
  place: Place;
  port: number;
  /** The rule engine: resolves when each action that the message causes is on disk. */
  accept: (message: Message) => Promise<void>;
  clock: Clock;
  /** One line for each refusal and failure, for the operator. */
  log: (line: string) => void;
}

/**
 * IoT Core's message broker on loopback: MQTT 3.1.1 with mutual TLS, the template's IoT policies and IoT Core's
 * limits, on aedes. https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html
 */
export function createBroker(options: BrokerOptions): Broker {
  const { registry, database, clock, log } = options;
  let stopping = false;
  let refusals = 0;
  const refused = ({ client, principal, web, request }: Connection, why: string) => {
    refusals += 1;
    const who = client.id ?? request?.clientId ?? 'a client';
    const by = web === undefined ? `certificate ${principal.slice(0, 12)}` : 'WebSocket';
    log(oneLine(`${who} (${by}) refused: ${why}`));
  };

  const retained = createRetainedMessages(database, iotLimits);
  const publishing = createPublishing({ accept: options.accept, retained, clock });
  const rights = createRightsBook(options);
  const aedes: { broker?: Aedes } = {};

  const publish = async (publication: Publication): Promise<void> => {
    await publishing.takeIn(publication);
    await distribute(aedes.broker, publication);
  };
  const presence = createPresence({
    database,
    clock,
    log,
    publish: (topic, payload) => publish({ topic, payload, qos: 1, retain: false }),
    publishWill: async ({ clientId, certificateId }, will) => {
      const refusal = publishRefusal(will, rights.of(certificateId, clientId));
      if (refusal === undefined) return publish({ ...will, clientId, principal: certificateId });
      refusals += 1;
      log(`${clientId}: its last will is not published: ${refusal.why}`);
    },
  });
  const connections = createConnections({
    registry,
    rights,
    authorizers: options.authorizers,
    clock,
    presence,
    refused,
    isStopping: () => stopping,
  });
  registry.onChange(connections.review);
  const sessions = createSessionStore({
    database,
    clock,
    retained,
    log,
    isGranted: (clientId, filter) => connections.get(clientId)?.filters.has(filter) ?? false,
  });
  const listener = createListener({ authority: options.authority, port: options.port, clock, refused, log });
  const hooks = createHooks({ connectionOf: listener.connectionOf, enter: connections.enter, publishing, refused });
  let stopUpkeep = () => {};

  return {
    async start() {
      const broker = await Aedes.createBroker({ ...aedesOptions, ...hooks, persistence: sessions.persistence });
      aedes.broker = broker;
      neverWaitForSubscribers(broker);
      // A port that is taken ends the start here, before anything runs by the clock.
      const listening = await listener.start(broker).catch((reason: unknown) => {
        broker.close();
        throw reason;
      });
      stopUpkeep = startUpkeep({ clock, presence, sessions, connections, log });
      return listening;
    },
    async stop() {
      stopping = true;
      stopUpkeep();
      await listener.stop();
      await Promise.all([publishing.idle(), presence.idle()]);
      await new Promise<void>((resolve) => (aedes.broker ? aedes.broker.close(resolve) : resolve()));
    },
    attach: listener.attach,
    publish: (topic, payload, { retain, qos = 0 }) => publish({ topic, payload, qos, retain }),
    async disconnect(clientId) {
      const connection = connections.get(clientId);
      if (connection) await endConnection(connection, 'SERVER_INITIATED_DISCONNECT');
    },
    connected: (clientId) => connections.get(clientId)?.request,
    retained,
    statistics: () => ({ connections: connections.count(), messagesTaken: publishing.taken(), refusals }),
  };
}

const aedesOptions = {
  // 0: as many messages under way as there are. Any other figure lets one slow subscriber stop all delivery.
  concurrency: 0,
  connectTimeout: iotLimits.connectMs,
  drainTimeout: iotLimits.outboundStalledMs,
};

/** Client ids and topics are the clients' to choose: nothing in them may look like another line of the log. */
function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '?').slice(0, iotLimits.logLineMaxCharacters);
}

/** Hands a message that is taken in to its subscribers; resolves when it is in the queues of persistent sessions. */
function distribute(broker: Aedes | undefined, { topic, payload, qos }: Publication): Promise<void> {
  return new Promise((resolve, reject) => {
    if (broker === undefined || broker.closed) return resolve();
    broker.publish({ cmd: 'publish', topic, payload, qos, retain: false, dup: false }, (error) =>
      error ? reject(error) : resolve(),
    );
  });
}
