import { exponential } from '../../domain/seeded-random.ts';
import { gateTopic, ingestTopic } from '../../domain/topics.ts';
import type { Environment } from '../environment.ts';
import type { Connect, ConnectionOptions } from '../gate/connection.ts';
import type { GatePlace } from '../gate/gate.ts';
import { heardTopics } from '../gate/receive.ts';
import { createWire } from '../wire.ts';
import { type DeviceSide, openConnection, type Way } from './connection.ts';
import { createSessions, type Session } from './sessions.ts';

/** A broker in memory: QoS 1, sessions that last, retained messages, wills, and nobody speaks for another (law 4). */
export interface VirtualBroker {
  /** Connections with the certificate of this gate. */
  connectAs(place: GatePlace): Connect;
  /** From the cloud to whoever has subscribed, at least once; to a gate that is away, when it is back. */
  publish(topic: string, payload: string, options?: { retain: boolean }): void;
  /** From now on the gate's certificate is not good, or good again. A connection that it has is ended. */
  setCertificate(gate: string, state: CertificateState): void;
}

type CertificateState = 'good' | 'revoked' | 'expired';

export interface VirtualBrokerOptions {
  /** Of the network between a gate and the broker. */
  environmentOf(place: GatePlace): Environment;
  /** The broker has taken a message and is about to acknowledge it. Wills come this way, too. */
  onTaken(place: GatePlace, topic: string, payload: string): void;
}

/** One way, over a city's mobile network. */
const latency = { minMs: 8, meanMoreMs: 12 } as const;

export function createVirtualBroker({ environmentOf, onTaken }: VirtualBrokerOptions): VirtualBroker {
  const sessions = createSessions();
  const certificates = new Map<string, CertificateState>();

  const refusalOf = (place: GatePlace, { clientId }: ConnectionOptions) => {
    const certificate = certificates.get(place.gate) ?? 'good';
    if (certificate !== 'good') return `certificate ${certificate}`;
    return clientId === place.gate ? undefined : 'not authorised';
  };

  const welcome = (session: Session, device: DeviceSide, place: GatePlace, { topics }: ConnectionOptions) => {
    session.device?.end({ refused: false, why: 'another connection has taken its place' });
    session.device = device;
    const own = new Set(heardTopics(place));
    const heard = new Set(topics.filter((topic) => own.has(topic)));
    if (heard.size < topics.length) device.trouble('may not subscribe to all of its topics');
    device.accept();
    sessions.resume(session, heard);
  };

  const connectAs =
    (place: GatePlace): Connect =>
    (options, handlers) => {
      const environment = environmentOf(place);
      const session = sessions.of(place.gate);
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
            const refusal = refusalOf(place, options);
            if (refusal) return device.end({ refused: true, why: refusal });
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
        () => createWay(environment),
      );
    };

  return {
    connectAs,
    publish: (topic, payload, options = { retain: false }) =>
      sessions.publish({ topic, payload: Buffer.from(payload) }, options),
    setCertificate: (gate, state) => {
      certificates.set(gate, state);
      const session = sessions.of(gate);
      if (state === 'good') return;
      session.device?.end({ refused: false, why: `certificate ${state}` });
      session.device = undefined;
    },
  };
}

function createWay(environment: Environment): Way {
  const { send, shut } = createWire(environment);
  return { send: (arrive) => send(latency.minMs + exponential(environment.random, latency.meanMoreMs), arrive), shut };
}

function publishedTopics(place: GatePlace): ReadonlySet<string> {
  return new Set([ingestTopic(place, 'passes'), ingestTopic(place, 'status'), gateTopic(place, 'replies')]);
}
