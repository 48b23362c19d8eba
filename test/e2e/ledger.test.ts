// Goal: passes that were acknowledged and then lost are noticed from the next heartbeat, asked for, and filled; a resend
// never doubles anything; another content under an old number is tampering (laws 1, 2 and 7).
// Method: a whole stack and a bare MQTT client that plays the gate. What is lost, it acknowledged to itself: it never
// publishes it and says that it has. Grace times are minutes: instead of waiting, the functions' clock is put ahead, and
// the test is the schedule. Nothing in a table is written by the test.
import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type * as z from 'zod';
import { summarise } from '../../domain/ledger/summary.ts';
import { ledgerLimits } from '../../domain/limits/ledger.ts';
import { command } from '../../domain/messages/command.ts';
import { mark } from '../../domain/messages/marks.ts';
import type { Pass } from '../../domain/messages/pass.ts';
import { gateTopic, ingestTopic } from '../../domain/topics.ts';
import { stateOf } from '../../operator/gate-records.ts';
import { readLedgers } from '../../operator/ledgers.ts';
import { samplePasses } from '../../operator/sample.ts';
import { type AlteredAssembly, alteredAssembly, setProperties } from '../helpers/assembly.ts';
import { runWell } from '../helpers/commands.ts';
import {
  connect,
  type EnrolledDevice,
  enrolledGate,
  enrolledPost,
  listenToAlerts,
  place,
  publishPasses,
} from '../helpers/device.ts';
import { patienceMs } from '../helpers/outcomes.ts';
import { newHome, type RunningStack, startStack } from '../helpers/stack.ts';
import { heartbeatOf } from '../helpers/status.ts';
import { scan } from '../helpers/tables.ts';
import { until } from '../helpers/wait.ts';

const { home, remove } = newHome();
let assembly: AlteredAssembly;
let stack: RunningStack;
let gate: EnrolledDevice;

beforeAll(async () => {
  assembly = await alteredAssembly((resources) => setProperties(resources, 'AWS::Events::Rule', { State: 'DISABLED' }));
  stack = await startStack(home, { assembly: assembly.folder });
  gate = await enrolledGate(stack, 'xixi-gate-1');
});

afterAll(async () => {
  await stack.stop();
  assembly.remove();
  remove();
});

const [sample] = samplePasses(Date.now(), false).passes;
const numbered = (seq: number, changes: Partial<Pass> = {}) => ({ ...sample, seq, ...changes }) as Pass;
const epoch = numbered(1).epoch;
const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
const address = { community: place.community, gate: 'xixi-gate-1' };

/** What the gate hears on topics of its own. */
async function listen(client: MqttClient) {
  const heard = { marks: [] as z.infer<typeof mark>[], commands: [] as z.infer<typeof command>[] };
  client.on('message', (topic, payload) => {
    const message: unknown = JSON.parse(payload.toString());
    if (topic === gateTopic(address, 'marks')) heard.marks.push(mark.parse(message));
    else heard.commands.push(command.parse(message));
  });
  await client.subscribeAsync([gateTopic(address, 'marks'), gateTopic(address, 'commands')], { qos: 1 });
  return heard;
}

const send = (client: MqttClient, ...passes: Pass[]) =>
  publishPasses(client, gate, { sentAt: new Date().toISOString(), passes });

async function beat(client: MqttClient, lastSeq: number): Promise<void> {
  const health = { ...heartbeatOf().health, outboxPasses: 0, sentPasses: 0 };
  const heartbeat = heartbeatOf({ sentAt: new Date().toISOString(), epoch, lastSeq, health });
  await client.publishAsync(ingestTopic(address, 'status'), JSON.stringify(heartbeat), { qos: 1 });
}

/** Of heartbeats, and of passes that are not found by their time, as after the clock was put ahead. */
const untilReceipts = (count: number) =>
  until(
    `${count} receipts`,
    async () => (await scan(stack.deployment, 'stateTable', 'receipts#')).length === count,
    patienceMs,
  );

let ticks = 0;
/** The schedule's tick, each a quarter of an hour after the one before. */
async function tick(): Promise<void> {
  ticks += 1;
  assembly.order({ clockAheadMs: ticks * 3 * ledgerLimits.holeGraceMs });
  const { clients, outputs } = stack.deployment;
  const { FunctionError, Payload } = await clients.lambda.send(
    new InvokeCommand({ FunctionName: outputs.reconcileFunction, Payload: Buffer.from('{"kind":"tick"}') }),
  );
  expect(FunctionError, Payload?.transformToString()).toBeUndefined();
}

const storedSeqs = async () =>
  (await scan(stack.deployment, 'passesTable')).map(({ seq }) => Number(seq)).toSorted((one, other) => one - other);

async function ledgerNow() {
  const { epochs } = await readLedgers(stateOf(stack.deployment), gate.deviceId);
  return epochs.map(({ ledger }) => summarise(ledger));
}

it('notices a lost tail from the heartbeat, has it sent again, and doubles nothing', { timeout: 180_000 }, async () => {
  const guards = await listenToAlerts(stack, await enrolledPost(stack, 'guard-xixi'));
  const told = () => guards.heard.map(({ change, alert }) => `${alert.kind} ${change}`);
  const client = await connect(stack, gate);
  const heard = await listen(client);
  const nonce = 'a-nonce-of-the-test-1';
  const offer = JSON.stringify({ nonce, at: new Date().toISOString() });
  await client.publishAsync(gateTopic(address, 'replies'), offer, { qos: 1 });
  const offered = async () =>
    (await scan(stack.deployment, 'stateTable', 'gate#')).some((item) => item['nonce'] === nonce);
  await until('the offer', offered, patienceMs);

  await send(client, ...from(1, 7).map((seq) => numbered(seq)));
  await beat(client, 10);
  await until('passes', async () => (await storedSeqs()).length === 7, patienceMs);
  await untilReceipts(1);
  await tick();
  await until('the command', () => heard.commands.length > 0, patienceMs);
  expect(heard.commands).toMatchObject([{ kind: 'resend', nonce, epoch, fromSeq: 8, toSeq: 10 }]);
  await until('the alert', () => told().length > 0, patienceMs);
  expect(told()).toEqual(['passes-missing raised']);
  expect(await ledgerNow()).toMatchObject([{ storedThrough: 7, missing: 3, asked: 1 }]);
  expect(await runWell('gates', ['ledger'], { home })).toContain(epoch);

  await send(client, ...from(8, 10).map((seq) => numbered(seq)));
  await untilReceipts(2);
  await tick();
  await until('the marks', () => heard.marks.length > 1, patienceMs);
  expect(heard.marks.map(({ storedThrough }) => storedThrough)).toEqual([7, 10]);
  await until('the end of the alert', () => told().length > 1, patienceMs);
  expect(told()).toEqual(['passes-missing raised', 'passes-missing resolved']);
  expect(await storedSeqs()).toEqual(from(1, 10));
  expect(await runWell('gates', ['ledger'], { home })).toBe(
    'Of no gate anything is missing, and all clocks are right.\n',
  );

  // All of it again, and then one of them changed.
  await send(client, ...from(1, 10).map((seq) => numbered(seq)));
  await untilReceipts(3);
  await tick();
  expect(await storedSeqs()).toEqual(from(1, 10));
  expect(await ledgerNow()).toMatchObject([{ storedThrough: 10, missing: 0, tampered: 0 }]);
  await send(client, numbered(5, { direction: 'out' }));
  await untilReceipts(4);
  await tick();
  await until('tampering', () => told().length > 2, patienceMs);
  expect(told().slice(2)).toEqual(['tampering raised']);
  expect(await ledgerNow()).toMatchObject([{ storedThrough: 10, tampered: 1 }]);
  expect(heard.commands).toHaveLength(1);
  await Promise.all([client.endAsync(), guards.client.endAsync()]);
});
