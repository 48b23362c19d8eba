import { connectionOfGate } from '../../device-sim/deployed/enrolled.ts';
import { systemEnvironment } from '../../device-sim/environment.ts';
import type { Connect } from '../../device-sim/gate/connection.ts';
import { createGate, type GatePlace } from '../../device-sim/gate/gate.ts';
import { connectByMqtt } from '../../device-sim/gate/mqtt-connection.ts';
import type { FlashStore } from '../../device-sim/gate/store.ts';
import { type Command, command, type ReplyMessage, replyMessage } from '../../domain/messages/command.ts';
import { gateTopic } from '../../domain/topics.ts';
import { createCodePlatform } from '../../platform/codes.ts';
import type { RunningStack } from './stack.ts';

/** A simulated gate on a stack, and all that went over its line about commands. */
export interface CommandedGate {
  heard: Command[];
  said: ReplyMessage[];
  /** The nonces that it has offered, the latest last. */
  nonces(): string[];
  connect(): void;
  /** Says goodbye. */
  disconnect(): Promise<void>;
}

/** Its flash forgets: nothing passes here. */
const flash: FlashStore = { load: () => undefined, save: async () => {}, cutPower: () => {}, close: () => {} };

/** Enrols it; it connects when it is told to. */
export async function commandedGate(stack: RunningStack, place: GatePlace): Promise<CommandedGate> {
  const heard: Command[] = [];
  const said: ReplyMessage[] = [];
  const byMqtt = connectByMqtt(await connectionOfGate(stack.deployment, place));
  const listening: Connect = (options, handlers) => {
    const connection = byMqtt(options, {
      ...handlers,
      onMessage: (topic, payload) => {
        if (topic === gateTopic(place, 'commands'))
          heard.push(command.parse(JSON.parse(Buffer.from(payload).toString())));
        handlers.onMessage(topic, payload);
      },
    });
    return {
      ...connection,
      publish: (topic, payload, onAcknowledged) => {
        if (topic === gateTopic(place, 'replies')) said.push(replyMessage.parse(JSON.parse(payload)));
        connection.publish(topic, payload, onAcknowledged);
      },
    };
  };
  const build = () =>
    createGate({
      place,
      connect: listening,
      store: flash,
      environment: systemEnvironment,
      setup: { timeZone: 'Asia/Shanghai', platform: createCodePlatform() },
      onEvent: () => {},
    });
  let gate = build();
  return {
    heard,
    said,
    nonces: () => said.flatMap((message) => ('nonce' in message ? [message.nonce] : [])),
    connect: () => gate.start(),
    async disconnect() {
      await gate.stop();
      gate = build();
    },
  };
}
