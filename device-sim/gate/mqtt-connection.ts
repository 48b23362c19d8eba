import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import type { Environment } from '../environment.ts';
import { linkLimits } from '../limits.ts';
import type { Connect, Connection, ConnectionEnd, ConnectionHandlers, ConnectionOptions } from './connection.ts';

/** Where the broker is, and what it may believe. Without TLS files the connection is plain TCP: for tests only. */
export interface BrokerAddress {
  host: string;
  port: number;
  tls?: {
    /** PEM. `ca` is absent where public roots vouch for the broker. */
    key: string;
    cert: string;
    ca?: string;
  };
}

/** Connections to one broker, as one device. */
export function connectByMqtt(broker: BrokerAddress): Connect {
  return (options, handlers) => openConnection(connect(clientOptions(broker, options)), options, handlers);
}

function openConnection(
  client: MqttClient,
  { topics, environment }: ConnectionOptions,
  handlers: ConnectionHandlers,
): Connection {
  const startedAtMs = environment.uptimeMs();
  const seen = { up: false, unacknowledged: 0, error: undefined as Error | undefined };

  client.on('connect', () => {
    seen.up = true;
    subscribe(client, topics, handlers);
  });
  client.on('message', handlers.onMessage);
  client.on('error', (error) => {
    seen.error = error;
  });
  client.once('close', () => {
    forget(client);
    handlers.onEnd(explainEnd(seen, environment.uptimeMs() - startedAtMs));
  });

  return {
    publish: (topic, payload, onAcknowledged) => {
      if (!seen.up) return;
      seen.unacknowledged++;
      client.publish(topic, payload, { qos: 1 }, (error) => {
        if (error) return;
        seen.unacknowledged--;
        onAcknowledged();
      });
    },
    close: () => endInTime(client, seen.up, environment),
    cut: () => {
      forget(client);
      client.stream.destroy();
    },
  };
}

/** Nothing is heard of it any more. */
function forget(client: MqttClient): void {
  client.removeAllListeners();
  // mqtt.js may report a socket's last error after its close; without a listener it would be thrown.
  client.on('error', () => {});
  client.end(true);
}

function clientOptions(broker: BrokerAddress, { clientId, will }: ConnectionOptions): IClientOptions {
  return {
    protocol: broker.tls ? 'mqtts' : 'mqtt',
    host: broker.host,
    port: broker.port,
    ...broker.tls,
    clientId,
    protocolVersion: 4,
    clean: false,
    keepalive: linkLimits.keepAliveS,
    connectTimeout: linkLimits.connectTimeoutMs,
    // Coming back, and what is sent again then, is decided here and by the gate, not by the library.
    reconnectPeriod: 0,
    resubscribe: false,
    ...(will && { will: { ...will, payload: Buffer.from(will.payload), qos: 1, retain: false } }),
  };
}

/** Listens first, so that a guard's post misses nothing, and a gate no command that answers what it sends. */
function subscribe(client: MqttClient, topics: readonly string[], { onUp, onTrouble }: ConnectionHandlers): void {
  if (topics.length === 0) {
    onUp();
    return;
  }
  client.subscribe([...topics], { qos: 1 }, (error) => {
    const code: unknown = error && 'code' in error ? error.code : undefined;
    // Anything but a refusal means that the connection has gone, which is told once, where it ends.
    if (error && typeof code !== 'number') return;
    if (error) onTrouble(`may not subscribe to all of ${topics.join(', ')}`);
    onUp();
  });
}

interface Seen {
  up: boolean;
  unacknowledged: number;
  error: Error | undefined;
}

/** Tells a refusal from an accident. */
function explainEnd({ up, unacknowledged, error }: Seen, tookMs: number): ConnectionEnd {
  const code: unknown = error && 'code' in error ? error.code : undefined;
  if (error && !isClosing(code)) return { refused: !up && isRefusal(code), why: describe(error) };
  if (!up) {
    // A broker that is too busy closes late; one that says no closes soon.
    return { refused: tookMs < linkLimits.refusalMs, why: 'the broker closed the connection instead of taking it' };
  }
  const refused = unacknowledged > 0;
  const unanswered = refused ? ` and left ${unacknowledged} message(s) unanswered` : '';
  return { refused, why: `the broker closed the connection${unanswered}` };
}

/** The broker closed while something was on its way to it: how a closing looks from here is a race. */
function isClosing(code: unknown): boolean {
  return code === 'ECONNRESET' || code === 'EPIPE';
}

/** A CONNACK that says no (MQTT 3.1.1 §3.2.2.3), or TLS that fails over a certificate, ours or theirs. */
function isRefusal(code: unknown): boolean {
  if (typeof code === 'number') return true;
  return typeof code === 'string' && /^ERR_(SSL|TLS)|CERT|SELF_SIGNED|UNABLE_TO_/.test(code);
}

function describe(error: Error): string {
  // Several addresses were tried: the first failure says as much as all of them.
  const inner = error instanceof AggregateError ? error.errors[0] : undefined;
  return inner instanceof Error ? inner.message : error.message;
}

/** Says goodbye, so that no will is published; but a broker that does not answer cannot hold up the end. */
async function endInTime(client: MqttClient, wasUp: boolean, environment: Environment): Promise<void> {
  // A second end(), forced or not, does nothing: the socket has to be taken away.
  const cancel = environment.after(linkLimits.endMs, () => client.stream.destroy());
  await new Promise<void>((resolve) => {
    client.once('close', () => resolve());
    client.end(!wasUp);
  });
  cancel();
}
