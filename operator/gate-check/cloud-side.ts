import { randomUUID } from 'node:crypto';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteConnectionCommand,
  GetConnectionCommand,
  GetRetainedMessageCommand,
  PublishCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-iot-data-plane';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { parseIJson } from '../../domain/i-json.ts';
import { ledgerLimits } from '../../domain/limits/ledger.ts';
import { type Command, reply } from '../../domain/messages/command.ts';
import type { GateConfig } from '../../domain/messages/config.ts';
import { listIndex } from '../../domain/messages/lists.ts';
import { timeToLiveAttribute } from '../../domain/names.ts';
import { commandKey, gateKey, type StateKey } from '../../domain/state-keys.ts';
import { gateTopic, listTopic } from '../../domain/topics.ts';
import type { Deployment } from '../deployment.ts';
import type { Device } from '../enrolment.ts';
import { recordConfig, stateOf } from '../gate-records.ts';
import { until } from './until.ts';

/** What the cloud knows of a gate. */
const gateRecord = z.object({
  epoch: z.string().optional(),
  lastSeq: z.int().optional(),
  configVersion: z.int().default(0),
  listsAgeS: z.int().nullable().optional(),
  lastHeartbeatAt: z.string().optional(),
  lastWillAt: z.string().optional(),
  nonce: z.string().optional(),
});
export type GateRecord = z.infer<typeof gateRecord>;

const answered = z.object({
  state: reply.shape.state.or(z.literal('sent')),
  answeredAt: z.string().optional(),
  detail: z.string().optional(),
});

/** What became of a command, and when, by the clock here. */
export type Answer = z.infer<typeof answered> & { sentAtMs: number; heardAtMs: number };

export type Resend = Omit<Extract<Command, { kind: 'resend' }>, 'kind' | 'commandId'>;

/** What can be seen of a gate, and done to it, without being at its place. */
export type CloudSide = ReturnType<typeof createCloudSide>;

/** @param goOn throws when the check is to end: asked whenever something is looked at again. */
export function createCloudSide(
  deployment: Deployment,
  { deviceId: gate, community }: Device,
  goOn: () => void = () => {},
) {
  const { outputs } = deployment;
  const { dynamodb, iotData } = deployment.clients;
  const topic = (channel: 'config' | 'commands') => gateTopic({ community, gate }, channel);
  const publish = (channel: 'config' | 'commands', message: object, retain = false) =>
    iotData.send(
      new PublishCommand({
        topic: topic(channel),
        payload: new TextEncoder().encode(JSON.stringify(message)),
        qos: 1,
        retain,
      }),
    );
  const read = async (key: StateKey) => {
    goOn();
    const input = { TableName: outputs.stateTable, Key: marshall(key), ConsistentRead: true };
    const { Item } = await dynamodb.send(new GetItemCommand(input));
    return Item && unmarshall(Item);
  };

  return {
    gate,
    community,
    record: async (): Promise<GateRecord> => gateRecord.parse((await read(gateKey(gate))) ?? {}),
    /** What it asked for when it connected; undefined while it is not connected. */
    connection: () =>
      orNotFound(async () => {
        const { connected, cleanSession, keepAliveDuration } = await iotData.send(
          new GetConnectionCommand({ clientId: gate }),
        );
        return connected ? { cleanSession: cleanSession ?? true, keepAliveS: keepAliveDuration ?? 0 } : undefined;
      }),
    /** As when the network breaks: its session stays, and its will is published. */
    endConnection: () => orNotFound(() => iotData.send(new DeleteConnectionCommand({ clientId: gate }))),
    /** To those who listen now; not recorded and not retained: nothing that a pass may name. */
    showConfig: (config: object) => publish('config', config),
    /** As `npm run gates -- configure` does it. @param more fields that no gate knows yet. */
    async giveConfig(config: GateConfig, more: object = {}): Promise<void> {
      await recordConfig(stateOf(deployment), gate, config);
      await publish('config', { ...config, ...more }, true);
    },
    /** One that it was given, without what else was in it. */
    giveConfigAgain: (config: GateConfig) => publish('config', config, true),
    /**
     * Asks for passes again and waits for the end of it. The command is written down as one of a check, so that the
     * ledger concludes nothing from the answer.
     */
    async ask(resend: Resend, withinMs: number): Promise<Answer> {
      const commandId = randomUUID();
      const sentAtMs = Date.now();
      const expires = { [timeToLiveAttribute]: Math.floor(sentAtMs / 1_000) + ledgerLimits.commandRetentionS };
      const item = { ...commandKey(gate, commandId), kind: 'check', state: 'sent', ...expires };
      await dynamodb.send(new PutItemCommand({ TableName: outputs.stateTable, Item: marshall(item) }));
      await publish('commands', { kind: 'resend', commandId, ...resend } satisfies Command);
      const now = async () => answered.parse(await read(commandKey(gate, commandId)));
      const ended = await until(withinMs, async () => {
        const answer = await now();
        return answer.state === 'sent' || answer.state === 'received' ? undefined : answer;
      });
      return { ...(ended ?? (await now())), sentAtMs, heardAtMs: Date.now() };
    },
    /** Since when the current lists are known to be current; undefined when there are none. */
    listsCurrentAtMs: () =>
      orNotFound(async () => {
        const { payload } = await iotData.send(new GetRetainedMessageCommand({ topic: listTopic('index') }));
        const json = parseIJson(payload ?? new Uint8Array());
        const index = listIndex.safeParse(json.ok ? json.value : undefined);
        return index.success ? Date.parse(index.data.issuedAt) : undefined;
      }),
  };
}

async function orNotFound<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
