import { type IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { ledgerLimits } from '../../domain/limits/ledger.ts';
import type { Command } from '../../domain/messages/command.ts';
import { timeToLiveAttribute } from '../../domain/names.ts';
import { commandKey } from '../../domain/state-keys.ts';
import { gateTopic } from '../../domain/topics.ts';
import type { Clock } from './clock.ts';
import type { Nonces } from './nonces.ts';
import type { Retry } from './retry.ts';
import { createItem, type Table } from './table.ts';
import { toInstant } from './timing.ts';

/** What a gate is to do; how it is told is added here. */
type Order = OrderOf<Command>;
type OrderOf<Each> = Each extends Command ? Omit<Each, 'commandId' | 'nonce' | 'deadline'> : never;

export interface Commands {
  /**
   * Gives a gate a command, if it is there and has offered a nonce. What becomes of it is in its item.
   * @param validMs how long the gate may take to begin.
   * @param clockOffsetMs how much the gate's clock, by which it looks at the deadline, is ahead.
   * @returns the command's id; undefined when it could not go out.
   */
  send(
    gate: string,
    order: Order,
    validity: { validMs: number; clockOffsetMs: number },
    retry: Retry,
  ): Promise<string | undefined>;
}

interface Parts {
  state: Table;
  iotData: IoTDataPlaneClient;
  nonces: Nonces;
  clock: Clock;
  newId: () => string;
}

/** The item first: an answer finds it, however quickly it comes. */
export function createCommands({ state, iotData, nonces, clock, newId }: Parts): Commands {
  return {
    async send(gate, order, { validMs, clockOffsetMs }, retry) {
      const now = clock.now();
      const addressee = await nonces.take(gate, now, now + validMs, retry);
      if (!addressee) return undefined;
      const { nonce } = addressee;
      const deadline = toInstant(now + validMs + clockOffsetMs);
      const command: Command = { ...order, commandId: newId(), nonce, deadline };
      const item = {
        ...commandKey(gate, command.commandId),
        ...command,
        state: 'sent',
        sentAt: toInstant(now),
        [timeToLiveAttribute]: Math.floor(now / 1_000) + ledgerLimits.commandRetentionS,
      };
      await createItem(state, item, retry);
      const publish = new PublishCommand({
        topic: gateTopic(addressee, 'commands'),
        qos: 1,
        payload: Buffer.from(JSON.stringify(command)),
      });
      await retry(() => iotData.send(publish));
      return command.commandId;
    },
  };
}
