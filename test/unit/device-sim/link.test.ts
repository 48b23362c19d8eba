/**
 * A gate's connection over mutual TLS: what it takes for a refusal, and what for an accident.
 * Method: the local runtime's own broker with its certificates and policies, on a free port.
 */
import { expect, test, vi } from 'vitest';
import { systemEnvironment } from '../../../device-sim/environment.ts';
import { createLink } from '../../../device-sim/gate/link.ts';
import { type BrokerAddress, connectByMqtt } from '../../../device-sim/gate/mqtt-connection.ts';
import { linkLimits } from '../../../device-sim/limits.ts';
import { startBroker, type TestDevice } from '../local/iot/start-broker.ts';

type TestBroker = Awaited<ReturnType<typeof startBroker>>;

const ownTopic = 'gates/xixi/gate-1/state';

function linkOf(device: TestDevice, broker: BrokerAddress, publishTo?: string) {
  const seen = { up: 0, down: 0, acknowledged: 0, heard: [] as string[], trouble: [] as string[], refused: '' };
  const link = createLink(
    {
      connect: connectByMqtt(broker),
      clientId: device.name,
      topics: ['gates/xixi/gate-1/config'],
      will: () => ({ topic: ownTopic, payload: 'gone' }),
      // Back-off draws the shortest wait there is.
      environment: { ...systemEnvironment, random: () => 0 },
    },
    {
      onUp: () => {
        seen.up++;
        if (publishTo) link.publish(publishTo, 'a pass', { isPass: true }, () => seen.acknowledged++);
      },
      onDown: () => seen.down++,
      onMessage: (topic, payload) => seen.heard.push(`${topic} ${payload}`),
      onTrouble: (what) => seen.trouble.push(what),
      onRefused: (what) => {
        seen.refused = what;
      },
    },
  );
  link.start();
  return { link, seen };
}

function addressFor({ port, authority }: TestBroker, device: TestDevice, ca = authority.caPem): BrokerAddress {
  return { host: '127.0.0.1', port, tls: { key: device.keyPem, cert: device.certificatePem, ca } };
}

test('publishes, hears, and says goodbye without its will', async () => {
  const broker = await startBroker();
  const gate = await broker.enrol('gate-1');
  const { link, seen } = linkOf(gate, addressFor(broker, gate), ownTopic);
  await vi.waitUntil(() => seen.acknowledged === 1);
  await broker.broker.publish('gates/xixi/gate-1/config', Buffer.from('hello'), { retain: false, qos: 1 });
  await vi.waitUntil(() => seen.heard.length === 1);
  await link.stop();
  expect(seen).toMatchObject({ up: 1, down: 1, heard: ['gates/xixi/gate-1/config hello'], trouble: [] });
  expect(broker.taken.map(({ payload }) => payload.toString())).not.toContain('gone');
});

test('comes back when the broker ends the connection', async () => {
  const broker = await startBroker();
  const gate = await broker.enrol('gate-1');
  const { link, seen } = linkOf(gate, addressFor(broker, gate), ownTopic);
  await vi.waitUntil(() => seen.acknowledged === 1);
  await broker.broker.disconnect('gate-1');
  await vi.waitUntil(() => seen.acknowledged === 2);
  await link.stop();
  expect(seen).toMatchObject({ up: 2, down: 2, refused: '' });
});

test('goes on trying while nobody listens', async () => {
  const broker = await startBroker();
  const gate = await broker.enrol('gate-1');
  const address = addressFor(broker, gate);
  await broker.stop();
  const { link, seen } = linkOf(gate, address);
  await vi.waitUntil(() => seen.trouble.length > 3 * linkLimits.refusalsMax);
  await link.stop();
  expect(seen.refused).toBe('');
  expect(seen.trouble[0]).toMatch(/ECONNREFUSED/);
});

test.each<[string, (broker: TestBroker) => Promise<ReturnType<typeof linkOf>>]>([
  [
    'its certificate is revoked',
    async (broker) => {
      const gate = await broker.enrol('gate-1');
      const held = broker.registry.certificate(gate.certificateId);
      if (held) await broker.registry.putCertificate({ ...held, status: 'REVOKED' });
      return linkOf(gate, addressFor(broker, gate));
    },
  ],
  [
    'its certificate is of an authority that the broker does not know',
    async (broker) => {
      const stranger = await (await startBroker()).enrol('gate-1');
      return linkOf(stranger, addressFor(broker, stranger));
    },
  ],
  [
    'the broker is not the one that it was told to trust',
    async (broker) => {
      const gate = await broker.enrol('gate-1');
      return linkOf(gate, addressFor(broker, gate, (await startBroker()).authority.caPem));
    },
  ],
  [
    'it connects as another gate',
    async (broker) => {
      const gate = await broker.enrol('gate-1');
      return linkOf({ ...gate, name: 'gate-2' }, addressFor(broker, gate));
    },
  ],
  [
    'it publishes for another gate',
    async (broker) => {
      const gate = await broker.enrol('gate-1');
      return linkOf(gate, addressFor(broker, gate), 'gates/xixi/gate-2/state');
    },
  ],
])('gives up when %s', async (_, linkIn) => {
  const broker = await startBroker();
  const { seen } = await linkIn(broker);
  await vi.waitUntil(() => seen.refused !== '', { timeout: 10_000 });
  expect(seen.refused).toMatch(new RegExp(`refused ${linkLimits.refusalsMax} times in a row`));
  expect(seen.acknowledged).toBe(0);
  expect(broker.taken.filter(({ payload }) => payload.toString() === 'a pass')).toEqual([]);
});
