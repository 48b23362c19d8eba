import type { Environment } from '../environment.ts';
import type { Connect, Connection, ConnectionHandlers } from '../gate/connection.ts';

/** What stands between a gate and its broker for one connection. Whatever it does not call never happens. */
export interface Between {
  /** A message of the gate. `send` may be called twice; its PUBACK counts once. */
  outgoing(send: () => void, bytes: number): void;
  /** A message for the gate. */
  incoming(deliver: () => void, bytes: number): void;
  /** A PUBACK for the gate. */
  acknowledging(acknowledge: () => void): void;
}

/** One connection, seen from in between. */
export interface Passage {
  /** Ends it without a goodbye to either side. */
  breakOff(why: string): void;
  /** As if the broker had sent it. */
  tellGate(topic: string, payload: Uint8Array): void;
}

const straight = (go: () => void) => go();
/** Lets everything through. */
export const nothingBetween: Between = { outgoing: straight, incoming: straight, acknowledging: straight };

/** @param open called for each connection. */
export function standBetween(inner: Connect, open: (passage: Passage) => Between): Connect {
  return (options, handlers) => {
    let isOver = false;
    const unlessOver = (run: () => void) => () => {
      if (!isOver) run();
    };
    const finish: ConnectionHandlers['onEnd'] = (end) => {
      if (isOver) return;
      isOver = true;
      handlers.onEnd(end);
    };
    const between = open({
      breakOff: (why) => {
        if (isOver) return;
        connection.cut();
        finish({ refused: false, why });
      },
      tellGate: (topic, payload) => unlessOver(() => handlers.onMessage(topic, payload))(),
    });
    const connection = inner(options, {
      onUp: unlessOver(handlers.onUp),
      onTrouble: handlers.onTrouble,
      onMessage: (topic, payload) =>
        between.incoming(
          unlessOver(() => handlers.onMessage(topic, payload)),
          payload.length,
        ),
      onEnd: finish,
    });
    return {
      publish: (topic, payload, onAcknowledged) => {
        const acknowledge = once(unlessOver(onAcknowledged));
        const send = unlessOver(() => connection.publish(topic, payload, () => between.acknowledging(acknowledge)));
        between.outgoing(send, payload.length);
      },
      close: () => connection.close(),
      cut: () => {
        isOver = true;
        connection.cut();
      },
    };
  };
}

/** How long a device tries when nobody answers. */
const unreachableMs = 2_000;

/** A connection that never comes about, since there is no network. */
export function failToConnect({ after }: Environment, { onEnd }: ConnectionHandlers, why: string): Connection {
  const cancel = after(unreachableMs, () => onEnd({ refused: false, why }));
  return {
    publish: () => {},
    close: async () => {
      cancel();
      onEnd({ refused: false, why });
    },
    cut: cancel,
  };
}

function once(run: () => void): () => void {
  let hasRun = false;
  return () => {
    if (hasRun) return;
    hasRun = true;
    run();
  };
}
