// Goal: a fever at a gate is stored once and reaches the guards once, however often it comes (laws 1, 2 and 4);
// nobody speaks for another; who was revoked or disabled is out.
// Method: a whole stack in a process of its own; a bare MQTT client that shares no code with our gates; the tables
// read through the AWS SDK.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alertsTopic, gateTopic, ingestTopic } from '../../domain/topics.ts';
import { revokeDevice } from '../../operator/enrolment.ts';
import { disableGate, enableGate, stateOf } from '../../operator/gate-records.ts';
import { samplePasses } from '../../operator/sample.ts';
import {
  connect,
  type EnrolledDevice,
  enrolledGate,
  enrolledPost,
  listenToAlerts,
  place,
  publishPasses,
} from '../helpers/device.ts';
import { newHome, type RunningStack, startStack } from '../helpers/stack.ts';
import { scan } from '../helpers/tables.ts';
import { until } from '../helpers/wait.ts';

const { home, remove } = newHome();
let stack: RunningStack;
let gate: EnrolledDevice;
let other: EnrolledDevice;
let post: EnrolledDevice;

beforeAll(async () => {
  stack = await startStack(home);
  gate = await enrolledGate(stack, 'xixi-gate-1');
  other = await enrolledGate(stack, 'xixi-gate-2');
  post = await enrolledPost(stack, 'guard-xixi');
});

afterAll(async () => {
  await stack.stop();
  remove();
});

const fever = () => samplePasses(Date.now(), true);
const passesOf = async (epoch: string) =>
  (await scan(stack.deployment, 'passesTable')).filter((item) => item['epoch'] === epoch);
const quarantined = () => scan(stack.deployment, 'stateTable', 'quarantine#');

describe('a fever', () => {
  it('gives one alert and one item, also when the same bytes come five times', async () => {
    const guards = await listenToAlerts(stack, post);
    const client = await connect(stack, gate);
    const message = fever();
    const epoch = message.passes[0]?.epoch ?? '';
    for (let times = 0; times < 5; times++) await publishPasses(client, gate, message);
    await until('the alert', () => guards.heard.length > 0);
    // Another fever behind the five: when it has come through, they have.
    await publishPasses(client, gate, fever());
    await until('the alert of the last', () => guards.heard.some(({ alert }) => alert.person?.epoch !== epoch));

    expect(await passesOf(epoch)).toHaveLength(1);
    const alerts = (await scan(stack.deployment, 'stateTable', 'alert#')).filter((item) =>
      String(item['alertId']).includes(epoch),
    );
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({ kind: 'fever', state: 'open', late: false, ...place, gate: gate.deviceId });
    expect(new Set(guards.heard.map(({ alert }) => alert.alertId)).size).toBe(2);
    await Promise.all([client.endAsync(), guards.client.endAsync()]);
  });
});

describe('nobody speaks for another', () => {
  it('a gate that publishes on another’s topic is cut off and leaves nothing', async () => {
    const client = await connect(stack, gate);
    const message = fever();
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
    client.publish(
      ingestTopic({ community: place.community, gate: other.deviceId }, 'passes'),
      JSON.stringify(message),
      { qos: 1 },
    );
    await closed;
    await client.endAsync(true);
    // What is published now comes through after whatever the other had left.
    const honest = await connect(stack, other);
    const own = fever();
    await publishPasses(honest, other, own);
    await until('the honest pass', async () => (await passesOf(own.passes[0]?.epoch ?? '')).length === 1);
    expect(await passesOf(message.passes[0]?.epoch ?? '')).toHaveLength(0);
    await honest.endAsync();
  });

  it('a certificate does not connect under another’s name', async () => {
    await expect(connect(stack, { ...other, files: gate.files })).rejects.toThrow(/not authorized/i);
  });

  it.each([
    ['another’s config', () => gateTopic({ community: place.community, gate: other.deviceId }, 'config')],
    ['every config', () => gateTopic({ community: '+', gate: '+' }, 'config')],
    ['everything', () => '#'],
    ['the guards’ alerts', () => alertsTopic(place)],
  ])('a gate may not subscribe to %s', async (_, filter) => {
    const client = await connect(stack, gate);
    const refused = await client.subscribeAsync(filter(), { qos: 1 }).then(
      (granted) => granted.every(({ qos }) => qos === 128),
      () => true,
    );
    expect(refused).toBe(true);
    await client.endAsync(true);
  });

  it('a post does not hear the alerts of another community', async () => {
    const elsewhere = await enrolledPost(stack, 'guard-wuchang', { ...place, community: 'wuchang' });
    const client = await connect(stack, elsewhere);
    const refused = await client.subscribeAsync(alertsTopic(place), { qos: 1 }).then(
      (granted) => granted.every(({ qos }) => qos === 128),
      () => true,
    );
    expect(refused).toBe(true);
    await client.endAsync(true);
  });
});

describe('a gate that is out', () => {
  it('is refused by ingest at once when it is disabled: kept in quarantine, stored nowhere, heard nowhere', async () => {
    const device = await enrolledGate(stack, 'xixi-gate-3');
    const state = stateOf(stack.deployment);
    const client = await connect(stack, device);
    await disableGate(state, device.deviceId, 'test', Date.now());
    const message = fever();
    const epoch = message.passes[0]?.epoch ?? '';
    await publishPasses(client, device, message);
    await until('the quarantine', async () =>
      (await quarantined()).some(
        (item) => item['pk'] === `quarantine#${device.deviceId}` && item['reason'] === 'gate-disabled',
      ),
    );
    expect(await passesOf(epoch)).toHaveLength(0);
    expect(
      (await scan(stack.deployment, 'stateTable', 'alert#')).filter((item) => item['gate'] === device.deviceId),
    ).toEqual([]);

    await enableGate(state, device.deviceId);
    const again = fever();
    await until('the gate in service', async () => {
      await publishPasses(client, device, again);
      return (await passesOf(again.passes[0]?.epoch ?? '')).length === 1;
    });
    await client.endAsync();
  });

  it('cannot connect when it is revoked, and an open connection ends', async () => {
    const device = await enrolledGate(stack, 'xixi-gate-4');
    const client = await connect(stack, device);
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
    expect(await revokeDevice(stack.deployment.clients.iot, device.deviceId)).toBe(1);
    await closed;
    await client.endAsync(true);
    await expect(connect(stack, device)).rejects.toThrow();
  });
});
