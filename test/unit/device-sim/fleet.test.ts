/**
 * Gates on real flash and real connections: every pass that was taken on arrives, through a broker's death too; a
 * gate that fails is a line in the report and stops nobody; a gate that is refused for good ends.
 * Method: a fleet in this process, a real broker on a free port.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemEnvironment } from '../../../device-sim/environment.ts';
import { createFleet, type FleetOptions } from '../../../device-sim/fleet/fleet.ts';
import { connectByMqtt } from '../../../device-sim/gate/mqtt-connection.ts';
import type { Reading } from '../../../device-sim/gate/screen.ts';
import { openFlashStore } from '../../../device-sim/gate/store.ts';
import { yuhangGates } from '../../../device-sim/places.ts';
import { calmWorld, withFevers } from '../../../device-sim/world/profile.ts';
import { defaultConfig } from '../../../domain/messages/config.ts';
import { passesMessage } from '../../../domain/messages/pass.ts';
import { statusMessage } from '../../../domain/messages/status.ts';
import { gateTopic } from '../../../domain/topics.ts';
import { startBroker, type TestBroker } from './broker.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-fleet-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const places = yuhangGates(2);
const [first, second] = places.map(({ gate }) => gate) as [string, string];
const person: Reading = { direction: 'in', site: 'face', skinC: 35.5, ambientC: 21, code: null };

function fleetAt(broker: TestBroker, options: Partial<FleetOptions> = {}) {
  return createFleet({
    places,
    connectionOf: async () => connectByMqtt(broker.address),
    store: openFlashStore(join(folder, 'flash.sqlite')),
    setup: { timeZone: 'Asia/Shanghai' },
    seed: 1,
    ratePerS: 0,
    world: withFevers(calmWorld, 0),
    // Back-off draws a short wait, and providers answer.
    environment: { ...systemEnvironment, random: () => 0.05 },
    ...options,
  });
}

function passesAt(...brokers: TestBroker[]): string[] {
  const messages = brokers.flatMap(({ taken }) => taken).filter(({ topic }) => topic.endsWith('/passes'));
  return messages.flatMap(({ client, payload }) =>
    passesMessage.parse(JSON.parse(payload)).passes.map(({ seq }) => `${client} ${seq}`),
  );
}

test('people come, passes go out, and the report adds up', async () => {
  const broker = await startBroker();
  const fleet = fleetAt(broker, { ratePerS: 400, world: withFevers(calmWorld, 0.1) });
  await fleet.start();
  await vi.waitUntil(() => fleet.progress().made >= 60, { timeout: 10_000 });
  const report = await fleet.stop();
  expect(report.passes).toMatchObject({ made: report.passes.acknowledged, outstanding: 0, turnedAway: 0 });
  expect(report.errors).toEqual([]);
  expect(new Set(passesAt(broker)).size).toBe(report.passes.made);
  const statuses = broker.taken.filter(({ topic }) => topic.endsWith('/status'));
  expect(statuses.map(({ payload }) => statusMessage.parse(JSON.parse(payload)).kind)).toEqual([
    'heartbeat',
    'heartbeat',
  ]);
  await broker.kill();
});

test('a broker that dies in the middle costs nothing', async () => {
  const before = await startBroker();
  const fleet = fleetAt(before, { ratePerS: 300 });
  await fleet.start();
  await vi.waitUntil(() => fleet.progress().acknowledged > 20, { timeout: 10_000 });
  await before.kill();
  const madeThen = fleet.progress().made;
  await vi.waitUntil(() => fleet.progress().made > madeThen + 20, { timeout: 10_000 });
  const after = await startBroker({ port: before.address.port });
  const report = await fleet.stop();
  expect(report.passes.outstanding).toBe(0);
  expect(new Set(passesAt(before, after)).size).toBe(report.passes.made);
  await after.kill();
}, 20_000);

test('a fleet that starts again sends what it had, and goes on counting', async () => {
  const nowhere = { address: { host: '127.0.0.1', port: 1 } } as TestBroker;
  const offline = fleetAt(nowhere);
  await offline.start();
  const made = await offline.screen(first, person, false);
  const report = await offline.stop({ drainMs: 0 });
  expect(report.passes).toMatchObject({ made: 1, outstanding: 1 });

  const broker = await startBroker();
  const online = fleetAt(broker);
  await online.start();
  const next = await online.screen(first, person, false);
  expect(next).toMatchObject({ epoch: made?.epoch, seq: 2 });
  expect((await online.stop()).passes).toMatchObject({ made: 1, leftOver: 1, acknowledged: 2, outstanding: 0 });
  expect(passesAt(broker)).toEqual([`${first} 1`, `${first} 2`]);
  await broker.kill();
});

test('a gate without a certificate is a line in the report and stops nobody', async () => {
  const broker = await startBroker();
  const fleet = fleetAt(broker, {
    connectionOf: async ({ gate }) => {
      if (gate === first) throw new Error('no certificate');
      return connectByMqtt(broker.address);
    },
  });
  await fleet.start();
  expect(await fleet.screen(first, person, false)).toBeUndefined();
  expect(await fleet.screen(second, person, false)).toMatchObject({ seq: 1 });
  const report = await fleet.stop();
  expect(report.gates).toEqual({ planned: 2, connected: 1, stopped: 1 });
  expect(report.errors).toEqual([{ gate: first, what: 'no certificate', times: 1 }]);
  await broker.kill();
});

test.each([
  ['connecting', { welcome: (client: string) => client !== first }],
  ['publishing', { refuse: (topic: string) => topic.endsWith(`${first}/passes`) }],
])(
  'a gate that is refused %s gives up, keeps its passes, and stops nobody',
  async (_, refusal) => {
    const broker = await startBroker(refusal);
    const fleet = fleetAt(broker);
    await fleet.start();
    await fleet.screen(first, person, false);
    await fleet.screen(second, person, false);
    await vi.waitUntil(() => fleet.progress().acknowledged === 1, { timeout: 5_000 });
    const report = await fleet.stop({ drainMs: 25_000 });
    expect(report.gates).toMatchObject({ stopped: 1 });
    expect(report.passes).toMatchObject({ made: 2, acknowledged: 1, outstanding: 1 });
    expect(report.errors.map(({ gate }) => gate)).toContain(first);
    expect(report.errors.at(-1)?.what).toMatch(/refused 5 times in a row/);
    await broker.kill();
  },
  40_000,
);

test('a broker that answers nothing does not hold up the end', async () => {
  const broker = await startBroker({ hold: true });
  const fleet = fleetAt(broker);
  await fleet.start();
  await fleet.screen(first, person, false);
  expect((await fleet.stop({ drainMs: 100 })).passes).toMatchObject({ made: 1, outstanding: 1 });
  await broker.kill();
});

test('a fleet that is stopped while it starts starts no more gates', async () => {
  const broker = await startBroker();
  const asked: string[] = [];
  const answer = Promise.withResolvers<void>();
  const fleet = fleetAt(broker, {
    places: yuhangGates(100),
    connectionOf: async ({ gate }) => {
      asked.push(gate);
      await answer.promise;
      return connectByMqtt(broker.address);
    },
  });
  const started = fleet.start();
  const report = await fleet.stop();
  answer.resolve();
  await started;
  expect(asked.length).toBeLessThan(100);
  expect(report.gates).toEqual({ planned: 100, connected: 0, stopped: 0 });
  await broker.kill();
});

test('a gate takes the config that is retained for it', async () => {
  const broker = await startBroker();
  const [place] = places;
  if (!place) throw new Error('no place');
  const config = { ...defaultConfig, version: 3, lingerS: 0 };
  await broker.publish(gateTopic(place, 'config'), JSON.stringify(config), true);
  const fleet = fleetAt(broker);
  await fleet.start();
  await vi.waitUntil(async () => (await fleet.screen(first, person, false))?.configVersion === 3, { timeout: 5_000 });
  await fleet.stop();
  await broker.kill();
});

test('faults over a real connection fire and cost nothing', async () => {
  const broker = await startBroker();
  const fleet = fleetAt(broker, {
    ratePerS: 200,
    setup: { timeZone: 'Asia/Shanghai', sending: { lingerS: 0 } },
    faults: [
      { kind: 'power-cut', meanEveryS: 0.3, forS: 0.1 },
      { kind: 'outage', meanEveryS: 0.5, forS: 0.1 },
      { kind: 'doubled-delivery', share: 0.2 },
      { kind: 'lost-acknowledgement', share: 0.1 },
    ],
  });
  await fleet.start();
  await vi.waitUntil(() => fleet.faults().neverFired.length === 0 && fleet.progress().made >= 60, { timeout: 20_000 });
  const report = await fleet.stop();
  expect(report.passes.outstanding).toBe(0);
  expect(report.gates.stopped).toBe(0);
  expect(new Set(passesAt(broker)).size).toBe(report.passes.made);
  await broker.kill();
}, 60_000);
