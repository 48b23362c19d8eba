// Goal: guards and operators learn once that a gate is gone, and that it is back; what the broker says twice, or late,
// changes nothing.
// Method: a whole stack; a bare MQTT client whose connection breaks; an operator's HTTP endpoint that is subscribed to
// the SNS topic. The grace time is two minutes and the tick comes once a minute: instead of waiting, the test sends the
// tick that the schedule sends, to a status function whose clock is ahead. Nothing in a table is written by the test.
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { presenceLimits } from '../../domain/limits/gates.ts';
import { gateKey } from '../../domain/state-keys.ts';
import { samplePasses } from '../../operator/sample.ts';
import { type AlteredAssembly, alteredAssembly, setProperties } from '../helpers/assembly.ts';
import {
  connect,
  type EnrolledDevice,
  enrolledGate,
  enrolledPost,
  listenToAlerts,
  place,
  publishPasses,
} from '../helpers/device.ts';
import { type Notices, subscribeToNotices } from '../helpers/notices.ts';
import { patienceMs } from '../helpers/outcomes.ts';
import { newHome, type RunningStack, startStack } from '../helpers/stack.ts';
import { presenceEvent } from '../helpers/status.ts';
import { type Item, queryPartition, scan } from '../helpers/tables.ts';
import { until } from '../helpers/wait.ts';

const { home, remove } = newHome();
let assembly: AlteredAssembly;
let stack: RunningStack;
let gate: EnrolledDevice;
let post: EnrolledDevice;
let notices: Notices;

beforeAll(async () => {
  // The test is the schedule: two ticks at a time could tell of the same gate twice, which is right, and hard to count.
  assembly = await alteredAssembly((resources) => setProperties(resources, 'AWS::Events::Rule', { State: 'DISABLED' }));
  stack = await startStack(home, { assembly: assembly.folder });
  gate = await enrolledGate(stack, 'xixi-gate-1');
  post = await enrolledPost(stack, 'guard-xixi');
  notices = await subscribeToNotices(stack);
});

afterAll(async () => {
  await stack.stop();
  await notices.stop();
  assembly.remove();
  remove();
});

/** Invokes the status function with what a rule or the schedule hands to it, and waits until it is done. */
async function invokeStatus(event: object): Promise<void> {
  const { clients, outputs } = stack.deployment;
  const { FunctionError } = await clients.lambda.send(
    new InvokeCommand({ FunctionName: outputs.statusFunction, Payload: Buffer.from(JSON.stringify(event)) }),
  );
  expect(FunctionError).toBeUndefined();
}

const tick = () => invokeStatus({ kind: 'tick' });

async function gateRecord(): Promise<Item | undefined> {
  const { pk, sk } = gateKey(gate.deviceId);
  return (await queryPartition(stack.deployment, 'stateTable', pk)).find((item) => item['sk'] === sk);
}

const connectionItem = z.object({
  event: z.enum(['connected', 'disconnected']),
  versionNumber: z.int(),
  atMs: z.int(),
});
type Connection = z.infer<typeof connectionItem>;

/** Waits until the broker's event has arrived in the gate's record. */
function untilHeard(event: Connection['event'], versionNumber: number): Promise<Connection> {
  return until(
    `${event}, version ${versionNumber}`,
    async () => {
      const { success, data } = connectionItem.safeParse((await gateRecord())?.['connection']);
      return success && data.event === event && data.versionNumber === versionNumber && data;
    },
    patienceMs,
  );
}

const offlineAlerts = async () =>
  (await scan(stack.deployment, 'stateTable', 'alert#')).filter(({ kind }) => kind === 'gate-offline');

const offlineNotices = () =>
  notices.received
    .map(({ message }) => message)
    .filter((message) => z.object({ kind: z.literal('gate-offline') }).safeParse(message).success);

it('tells once that a gate stays away, and that it is back; not what it heard before', {
  timeout: 180_000,
}, async () => {
  const guards = await listenToAlerts(stack, post);
  const heard = () => guards.heard.filter(({ alert }) => alert.kind === 'gate-offline').map(({ change }) => change);
  const first = await connect(stack, gate);
  const came = await untilHeard('connected', 0);
  first.stream.destroy();
  const went = await untilHeard('disconnected', 0);

  // Most gates come back at once: nobody is told of this one before the grace time is over.
  await tick();
  expect(await offlineAlerts()).toEqual([]);

  assembly.order({ clockAheadMs: presenceLimits.graceAfterDisconnectMs });
  await tick();
  await tick();
  const offlineSince = new Date(went.atMs).toISOString();
  expect(await offlineAlerts()).toMatchObject([{ state: 'open', gate: gate.deviceId, ...place }]);
  expect(await gateRecord()).toMatchObject({ connected: false, offlineSince });
  const about = { kind: 'gate-offline', gate: gate.deviceId, ...place };
  await until('the operator', () => offlineNotices().length > 0, patienceMs);
  expect(offlineNotices()).toEqual([{ ...about, change: 'raised' }]);

  assembly.order({});
  const second = await connect(stack, gate);
  const cameBack = await untilHeard('connected', 1);
  await until('the operator', () => offlineNotices().length > 1, patienceMs);
  expect(offlineNotices()[1]).toEqual({ ...about, change: 'resolved' });
  await until('the guards', () => heard().length > 1, patienceMs);
  expect(await offlineAlerts()).toMatchObject([{ state: 'resolved' }]);

  // The broker's words once more, in another order: as the rule hands them to the function.
  const before = { record: await gateRecord(), alerts: await offlineAlerts() };
  expect(before.record).toMatchObject({ connected: true });
  for (const { event, atMs, versionNumber } of [cameBack, went, came, went, cameBack]) {
    await invokeStatus(presenceEvent(gate.deviceId, event, atMs, versionNumber));
  }
  expect({ record: await gateRecord(), alerts: await offlineAlerts() }).toEqual(before);
  expect(heard()).toEqual(['raised', 'resolved']);
  expect(offlineNotices()).toHaveLength(2);
  await Promise.all([second.endAsync(), guards.client.endAsync()]);
});

it('tells the operators of a gate whose verdict is not what its readings say, and no more than that', async () => {
  const liar = await enrolledGate(stack, 'xixi-gate-2');
  const client = await connect(stack, liar);
  const message = samplePasses(Date.now(), true);
  const passes = message.passes.map((pass) => ({ ...pass, verdict: 'admit', reason: 'ok' }));
  await publishPasses(client, liar, JSON.stringify({ ...message, passes }));
  const notice = await until(
    'the operator',
    () => notices.received.find(({ subject }) => subject.includes(liar.deviceId)),
    patienceMs,
  );
  // Law 6: what was measured, and of whom, stays in.
  expect(notice).toEqual({
    subject: `Gatehouse: gate-lying raised, gate ${liar.deviceId}`,
    message: { kind: 'gate-lying', change: 'raised', gate: liar.deviceId, ...place },
  });
  await client.endAsync();
});
