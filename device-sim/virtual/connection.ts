import type { Connection, ConnectionEnd, ConnectionHandlers } from '../gate/connection.ts';
/** What is sent arrives later, in order. */
export interface Way {
  send(arrive: () => void): void;
  /** What is under way never arrives. */
  shut(): void;
}

/** What the broker does with what arrives from a device. */
export interface BrokerSide {
  onConnect(device: DeviceSide): void;
  onPublish(topic: string, payload: string, acknowledge: () => void): void;
  onGoodbye(): void;
  /** Gone without a goodbye. */
  onLost(): void;
}

/** What the broker can tell a device. */
export interface DeviceSide {
  accept(): void;
  trouble(what: string): void;
  /** @param onDelivered the device has it. */
  deliver(message: Message, onDelivered: () => void): void;
  end(end: ConnectionEnd): void;
}

export interface Message {
  topic: string;
  payload: Uint8Array;
}

/** A connection over two ways. What a device has sent before its power failed may still arrive. */
export function openConnection(handlers: ConnectionHandlers, broker: BrokerSide, newWay: () => Way): Connection {
  const toBroker = newWay();
  const toDevice = newWay();
  let isUp = false;
  let isOver = false;

  const finish = (end: ConnectionEnd) => {
    isOver = true;
    toDevice.shut();
    handlers.onEnd(end);
  };

  toBroker.send(() =>
    broker.onConnect({
      accept: () =>
        toDevice.send(() => {
          isUp = true;
          handlers.onUp();
        }),
      trouble: (what) => toDevice.send(() => handlers.onTrouble(what)),
      deliver: ({ topic, payload }, onDelivered) =>
        toDevice.send(() => {
          onDelivered();
          handlers.onMessage(topic, payload);
        }),
      end: (end) => {
        toBroker.shut();
        toDevice.send(() => finish(end));
      },
    }),
  );

  return {
    publish: (topic, payload, onAcknowledged) => {
      if (!isUp || isOver) return;
      toBroker.send(() => broker.onPublish(topic, payload, () => toDevice.send(onAcknowledged)));
    },
    close: async () => {
      toBroker.send(broker.onGoodbye);
      if (!isOver) finish({ refused: false, why: 'closed' });
    },
    cut: () => {
      isOver = true;
      toDevice.shut();
      toBroker.send(broker.onLost);
    },
  };
}
