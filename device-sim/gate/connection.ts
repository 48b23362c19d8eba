import type { Environment } from '../environment.ts';

/**
 * One connection to a broker, from CONNECT to its end: by MQTT (mqtt-connection.ts), in memory (virtual/), or either of
 * them with faults (faults/). Coming back after an end is the link's business (link.ts).
 */
export type Connect = (options: ConnectionOptions, handlers: ConnectionHandlers) => Connection;

export interface ConnectionOptions {
  clientId: string;
  /** Subscribed to before `onUp`, with QoS 1. */
  topics: readonly string[];
  /** Published by the broker when the connection ends without a goodbye. */
  will?: { topic: string; payload: string };
  environment: Environment;
}

export interface ConnectionHandlers {
  /** Once at most. */
  onUp(): void;
  onMessage(topic: string, payload: Uint8Array): void;
  /** One line for people. The connection goes on. */
  onTrouble(what: string): void;
  /** Once, after which nothing else is called. Not after `cut`. */
  onEnd(end: ConnectionEnd): void;
}

export interface ConnectionEnd {
  /**
   * The broker said no: to the certificate, to the client id, or to something that was published. MQTT 3.1.1 has no
   * word for the last: the broker closes the connection.
   */
  refused: boolean;
  why: string;
}

export interface Connection {
  /** QoS 1. Before `onUp` nothing happens; `onAcknowledged` is never called once the connection has ended. */
  publish(topic: string, payload: string, onAcknowledged: () => void): void;
  /** Says goodbye, so that no will is published. Resolves when the connection has ended; `onEnd` was called then. */
  close(): Promise<void>;
  /** Ends without a goodbye, as when the power fails: no handler is called any more. */
  cut(): void;
}
