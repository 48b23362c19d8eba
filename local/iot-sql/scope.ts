import { type Document, readDocument } from './document.ts';

/** A published message as a statement sees it. */
export interface SqlMessage {
  /** Without the prefix of Basic Ingest. */
  topic: string;
  payload: Buffer;
  /** Absent when it came over no MQTT connection. */
  clientId?: string;
  /** Id of the publisher's certificate. */
  principal?: string;
  /** When the rule engine saw it, in milliseconds since the epoch. */
  receivedAt: number;
  newUuid(): string;
}

/** What one evaluation knows: the message, and its payload as JSON, parsed at most once and only when asked for. */
export interface Scope {
  message: SqlMessage;
  document(): Document;
}

export function createScope(message: SqlMessage): Scope {
  let document: Document | undefined;
  return {
    message,
    document: () => {
      document ??= readDocument(message.payload);
      return document;
    },
  };
}
