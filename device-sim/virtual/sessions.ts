import { simLimits } from '../limits.ts';
import type { DeviceSide, Message } from './connection.ts';

/** What lasts longer than a connection. */
export interface Session {
  topics: ReadonlySet<string>;
  /** Not yet with the device, oldest first. */
  waiting: Set<Message>;
  /** undefined: not connected. */
  device: DeviceSide | undefined;
}

/** Who hears what. */
export interface Sessions {
  /** The session of a device, which is made when it is asked for first. */
  of(gate: string): Session;
  /** The device is there and has subscribed to these: it gets what is retained, and what it has missed. */
  resume(session: Session, topics: ReadonlySet<string>): void;
  publish(message: Message, options: { retain: boolean }): void;
}

export function createSessions(): Sessions {
  const sessions = new Map<string, Session>();
  const retained = new Map<string, Message>();
  const listeners = new Map<string, Set<Session>>();

  const deliver = (session: Session, message: Message) =>
    session.device?.deliver(message, () => session.waiting.delete(message));

  const send = (session: Session, message: Message) => {
    session.waiting.add(message);
    const [oldest] = session.waiting;
    if (session.waiting.size > simLimits.virtualSessionMessagesMax && oldest) session.waiting.delete(oldest);
    deliver(session, message);
  };

  return {
    of: (gate) => {
      const session = sessions.get(gate) ?? { topics: new Set(), waiting: new Set(), device: undefined };
      sessions.set(gate, session);
      return session;
    },
    resume: (session, topics) => {
      for (const topic of session.topics) listeners.get(topic)?.delete(session);
      for (const topic of topics) listeners.set(topic, (listeners.get(topic) ?? new Set()).add(session));
      session.topics = topics;
      for (const topic of topics) {
        const message = retained.get(topic);
        if (message) session.device?.deliver(message, () => {});
      }
      for (const message of session.waiting) deliver(session, message);
    },
    publish: (message, { retain }) => {
      if (retain) retained.set(message.topic, message);
      for (const session of listeners.get(message.topic) ?? []) send(session, message);
    },
  };
}
