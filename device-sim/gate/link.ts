import type { Environment } from '../environment.ts';
import type { Connect, Connection, ConnectionEnd } from './connection.ts';
import { countEnd, isRefusedForGood, noTries, reconnectDelayMs } from './reconnect.ts';

export interface LinkOptions {
  connect: Connect;
  clientId: string;
  topics: readonly string[];
  /** Read at every connection. */
  will?: () => { topic: string; payload: string };
  environment: Environment;
}

export interface LinkHandlers {
  onUp(): void;
  onDown(): void;
  onMessage(topic: string, payload: Uint8Array): void;
  /** One line for people. Goes on by itself. */
  onTrouble(what: string): void;
  /** The broker refused so often that trying again is pointless; the link has stopped. */
  onRefused(what: string): void;
}

/** A gate's connection: comes back by itself, keeps its session, and repeats nothing that its owner does not repeat. */
export interface Link {
  start(): void;
  /** QoS 1. Nothing happens without a connection; `onAcknowledged` is never called once the link is down. */
  publish(topic: string, payload: string, options: { isPass: boolean }, onAcknowledged: () => void): void;
  stop(): Promise<void>;
  /** Ends without a goodbye, as when the power fails: no handler is called any more. */
  cut(): void;
}

/** One connection after another, with exponential back-off, until the broker has refused too often. */
export function createLink(options: LinkOptions, handlers: LinkHandlers): Link {
  const { connect, clientId, topics, will, environment } = options;
  let tries = noTries;
  let current: Connection | undefined;
  let accepted = false;
  let cancelRetry = () => {};
  let stopped = false;

  const open = () => {
    accepted = false;
    const lastWill = will?.();
    const { onUp, onMessage, onTrouble } = handlers;
    current = connect(
      { clientId, topics, environment, ...(lastWill && { will: lastWill }) },
      { onUp, onMessage, onTrouble, onEnd },
    );
  };

  const onEnd = ({ refused, why }: ConnectionEnd) => {
    current = undefined;
    handlers.onDown();
    if (stopped) return;
    tries = countEnd(tries, { accepted, refused });
    if (isRefusedForGood(tries)) {
      stopped = true;
      handlers.onRefused(`refused ${tries.refusalsInARow} times in a row, the last time: ${why}`);
      return;
    }
    handlers.onTrouble(why);
    cancelRetry = environment.after(reconnectDelayMs(tries, environment.random()), open);
  };

  const end = () => {
    stopped = true;
    cancelRetry();
  };

  return {
    start: open,
    publish: (topic, payload, { isPass }, onAcknowledged) =>
      current?.publish(topic, payload, () => {
        accepted ||= isPass;
        onAcknowledged();
      }),
    stop: async () => {
      end();
      await current?.close();
    },
    cut: () => {
      end();
      current?.cut();
    },
  };
}
