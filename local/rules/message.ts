/** A message as a client (or a function, or the broker itself) published it. */
export interface Message {
  topic: string;
  payload: Buffer;
  /** Absent when it came over no MQTT connection. */
  clientId?: string;
  /** Id of the publisher's certificate. */
  principal?: string;
  /** Milliseconds since the epoch. */
  receivedAt: number;
}
