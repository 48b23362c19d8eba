import { exponential, type Random } from '../../domain/seeded-random.ts';
import { gateTopic, ingestTopic } from '../../domain/topics.ts';
import type { Environment } from '../environment.ts';
import type { Connect, ConnectionOptions } from '../gate/connection.ts';
import type { GatePlace } from '../gate/gate.ts';
import { heardTopics } from '../gate/receive.ts';
import { simLimits } from '../limits.ts';
import { createWire } from '../wire.ts';
import { type DeviceSide, type Message, openConnection, type Way } from './connection.ts';

/** A broker in memory: QoS 1, sessions that last, retained messages, wills, and nobody speaks for another (law 4). */
export interface VirtualBroker {
  /** Connections with the certificate of this gate. */
  connectAs(place: GatePlace): Connect;
  /** From the cloud to whoever has subscribed, at least once; to a gate that is away, when it is back. */
  publish(topic: string, payload: string, options?: { retain: boolean }): void;
  /** From now on the gate's certificate is not good, or good again. A connection that it has is ended. */
  setCertificate(gate: string, state: CertificateState): void;
}

export type CertificateState = 'good' | 'revoked' | 'expired';

export interface VirtualBrokerOptions {
  environment: Environment;
  random: Random;
  /** The broker has taken a message and is about to acknowledge it. Wills come this way, too. */
  onTaken(place: GatePlace, topic: string, payload: string): void;
}

/** One way, over a city's mobile network. */
const latency = { minMs: 8, meanMoreMs: 12 } as const;

/** What lasts longer than a connection. */
interface Session {
  topics: ReadonlySet<string>;
  /** Not yet with the device, oldest first. */
  waiting: Set<Message>;
  device: DeviceSide | undefined;
}

export function createVirtualBroker({ environment, random, onTaken }: VirtualBrokerOptions): VirtualBroker {
  const sessions = new Map<string, Session>();
  const retained = new Map<string, Message>();
  const certificates = new Map<string, CertificateState>();
  const newWay = () => createWay(environment, random);

  const sessionOf = (gate: string) => {
    const session: Session = sessions.get(gate) ?? { topics: new Set(), waiting: new Set(), device: undefined };
    sessions.set(gate, session);
    return session;
  };
  const deliver = (session: Session, message: Message) =>
    session.device?.deliver(message, () => session.waiting.delete(message));

  const welcome = (session: Session, device: DeviceSide, place: GatePlace, { topics }: ConnectionOptions) => {
    session.device?.end({ refused: false, why: 'another connection has taken its place' });
    session.device = device;
    const own = new Set(heardTopics(place));
    session.topics = new Set(topics.filter((topic) => own.has(topic)));
    if (session.topics.size < topics.length) device.trouble('may not subscribe to all of its topics');
    device.accept();
    for (const topic of session.topics) {
      const message = retained.get(topic);
      if (message) device.deliver(message, () => {});
    }
    for (const message of session.waiting) deliver(session, message);
  };

  const connectAs =
    (place: GatePlace): Connect =>
    (options, handlers) => {
      const session = sessionOf(place.gate);
      const mayPublish = publishedTopics(place);
      let own: DeviceSide | undefined;
      const leave = () => {
        if (session.device !== own) return false;
        session.device = undefined;
        return true;
      };
      const sayWill = () => {
        if (leave() && options.will) onTaken(place, options.will.topic, options.will.payload);
      };
      return openConnection(
        handlers,
        {
          onConnect: (device) => {
            const certificate = certificates.get(place.gate) ?? 'good';
            if (certificate !== 'good') return device.end({ refused: true, why: `certificate ${certificate}` });
            if (options.clientId !== place.gate) return device.end({ refused: true, why: 'not authorised' });
            own = device;
            welcome(session, device, place, options);
          },
          onPublish: (topic, payload, acknowledge) => {
            if (mayPublish.has(topic)) {
              onTaken(place, topic, payload);
              return acknowledge();
            }
            own?.end({ refused: true, why: `not authorised to publish to ${topic}` });
            sayWill();
          },
          onGoodbye: leave,
          onLost: sayWill,
        },
        newWay,
      );
    };

  return {
    connectAs,
    publish: (topic, payload, { retain } = { retain: false }) => {
      const message = { topic, payload: Buffer.from(payload) };
      if (retain) retained.set(topic, message);
      for (const session of sessions.values()) {
        if (session.topics.has(topic)) send(session, message);
      }
    },
    setCertificate: (gate, state) => {
      certificates.set(gate, state);
      const session = sessionOf(gate);
      if (state === 'good') return;
      session.device?.end({ refused: false, why: `certificate ${state}` });
      session.device = undefined;
    },
  };

  function send(session: Session, message: Message): void {
    session.waiting.add(message);
    const [oldest] = session.waiting;
    if (session.waiting.size > simLimits.virtualSessionMessagesMax && oldest) session.waiting.delete(oldest);
    deliver(session, message);
  }
}

function createWay(environment: Environment, random: Random): Way {
  const { send, shut } = createWire(environment);
  return { send: (arrive) => send(latency.minMs + exponential(random, latency.meanMoreMs), arrive), shut };
}

function publishedTopics(place: GatePlace): ReadonlySet<string> {
  return new Set([ingestTopic(place, 'passes'), ingestTopic(place, 'status'), gateTopic(place, 'replies')]);
}
