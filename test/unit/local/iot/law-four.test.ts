// Goal: law 4, nobody speaks for another. A gate connects, publishes, subscribes and receives as itself only.
// Method: real TLS and mqtt.js; after each refusal the rule engine must have seen nothing.

import { describe, expect, it } from 'vitest';
import { until } from '../../../helpers/wait.ts';
import { inbox, next, startBroker } from './start-broker.ts';

const notAuthorised = 5;

async function twoGates() {
  const broker = await startBroker();
  const [a, b] = [await broker.enrol('gate-a'), await broker.enrol('gate-b')];
  return { ...broker, a, b };
}

const ownTopic = 'gates/xixi/gate-a/replies';
const foreignTopic = 'gates/xixi/gate-b/replies';

describe('connecting', () => {
  it('as oneself works', async () => {
    const { connect, a } = await twoGates();
    expect((await connect(a)).connected).toBe(true);
  });

  it('as another is refused', async () => {
    const { refusalOf, a, lines } = await twoGates();
    expect(await refusalOf(a, { clientId: 'gate-b' })).toBe(notAuthorised);
    expect(lines.at(-1)).toContain('do not allow iot:Connect as gate-b');
  });

  it('as another thing of a certificate that is not exclusive works for attached things only', async () => {
    const broker = await startBroker();
    const shared = await broker.enrol('gate-a', { type: 'NON_EXCLUSIVE_THING' });
    await broker.enrol('gate-b');
    await broker.registry.putThing({ name: 'gate-c', id: 'c', attributes: { community: 'xixi' }, version: 1 });
    await broker.registry.attachThing('gate-c', shared.certificateId, 'NON_EXCLUSIVE_THING');
    expect((await broker.connect(shared, { clientId: 'gate-c' })).connected).toBe(true);
    expect(await broker.refusalOf(shared, { clientId: 'gate-b' })).toBe(notAuthorised);
  });

  it('without a thing is refused', async () => {
    const { refusalOf, registry, a } = await twoGates();
    await registry.detachThing('gate-a', a.certificateId);
    expect(await refusalOf(a)).toBe(notAuthorised);
  });

  it.each(['INACTIVE', 'REVOKED'] as const)('with a certificate that is %s is refused', async (status) => {
    const { refusalOf, registry, a } = await twoGates();
    const certificate = registry.certificate(a.certificateId);
    if (!certificate) throw new Error('not enrolled');
    await registry.putCertificate({ ...certificate, status });
    expect(await refusalOf(a)).toBe(notAuthorised);
  });

  it('ends at once when the certificate is revoked', async () => {
    const { connect, registry, a } = await twoGates();
    const client = await connect(a);
    const certificate = registry.certificate(a.certificateId);
    if (!certificate) throw new Error('not enrolled');
    await Promise.all([next(client, 'close'), registry.putCertificate({ ...certificate, status: 'REVOKED' })]);
  });

  it('with a certificate of another authority fails in the handshake', async () => {
    const { dial, taken } = await twoGates();
    const stranger = await (await startBroker()).enrol('gate-a');
    await next(dial(stranger), 'close');
    expect(taken).toEqual([]);
  });

  it('with a will on another gate’s topic is refused', async () => {
    const { refusalOf, a } = await twoGates();
    const will = { topic: foreignTopic, payload: Buffer.from('gone'), qos: 1, retain: false } as const;
    expect(await refusalOf(a, { will })).toBe(notAuthorised);
  });
});

describe('publishing', () => {
  it.each([
    ['on another gate’s topic', foreignTopic],
    ['on another gate’s Basic Ingest topic', '$aws/rules/passes/gates/xixi/gate-b/passes'],
    ['on another rule', '$aws/rules/status/gates/xixi/gate-a/passes'],
  ])('%s ends the connection and reaches nobody', async (_name, topic) => {
    const { connect, a, b, taken } = await twoGates();
    const [mine, theirs] = [await connect(a), await connect(b)];
    await theirs.subscribeAsync('gates/xixi/gate-b/#', { qos: 1 });
    const received = inbox(theirs);
    mine.publish(topic, 'x', { qos: 1 });
    await next(mine, 'close');
    await theirs.publishAsync(foreignTopic, 'own', { qos: 1 });
    await until('its own message', () => received.length > 0);
    expect(received).toEqual([`${foreignTopic} own`]);
    expect(taken.filter(({ clientId }) => clientId === 'gate-a')).toEqual([]);
  });

  it('retained needs a right of its own', async () => {
    const { connect, a, broker } = await twoGates();
    const client = await connect(a);
    await client.publishAsync('gates/xixi/gate-a/state', 'kept', { qos: 1, retain: true });
    expect(String(broker.retained.get('gates/xixi/gate-a/state')?.payload)).toBe('kept');
    client.publish(ownTopic, 'x', { qos: 1, retain: true });
    await next(client, 'close');
    expect(broker.retained.get(ownTopic)).toBeUndefined();
  });

  it.each(['$aws/events/presence/connected/gate-a', '$SYS/x/new/clients', '$aws/things/gate-a/shadow/update'])(
    'on the reserved topic %s is refused even to who may do anything',
    async (topic) => {
      const broker = await startBroker();
      const client = await broker.connect(await broker.enrol('admin', { policy: 'anything' }));
      client.publish(topic, '{}', { qos: 1 });
      await next(client, 'close');
      expect(broker.taken.filter(({ clientId }) => clientId !== undefined)).toEqual([]);
    },
  );
});

describe('subscribing', () => {
  it.each([foreignTopic, '#', '+/+/+/+', 'gates/#', 'gates/xixi/+/replies', 'gates/xixi/gate-b/#', '$SYS/#'])(
    'to %s is refused',
    async (filter) => {
      const { connect, a } = await twoGates();
      const client = await connect(a);
      await expect(client.subscribeAsync(filter, { qos: 1 })).rejects.toThrow();
      expect(client.connected).toBe(true);
    },
  );

  it('to a granted and a refused filter at once grants one, also to the session that comes back', async () => {
    const { connect, a, b } = await twoGates();
    const first = await connect(a, { clean: false });
    const filters = { [ownTopic]: { qos: 1 }, [foreignTopic]: { qos: 1 } } as const;
    await first.subscribeAsync(filters).catch(() => {});
    await first.endAsync();
    const theirs = await connect(b);
    await theirs.publishAsync(foreignTopic, 'secret', { qos: 1 });
    const again = await connect(a, { clean: false });
    const received = inbox(again);
    await theirs.publishAsync(foreignTopic, 'secret', { qos: 1 });
    await again.publishAsync(ownTopic, 'own', { qos: 1 });
    await until('its own message', () => received.length > 0);
    expect(received).toEqual([`${ownTopic} own`]);
  });

  it('receives nothing that iot:Receive does not allow', async () => {
    const broker = await startBroker();
    const a = await broker.enrol('gate-a');
    const client = await broker.connect(a);
    await client.subscribeAsync('gates/xixi/gate-a/#', { qos: 1 });
    await broker.registry.putThing({ name: 'gate-a', id: 'a', attributes: { community: 'moved' }, version: 2 });
    const received = inbox(client);
    await broker.broker.publish(ownTopic, Buffer.from('late'), { retain: false });
    await client.subscribeAsync('gates/moved/gate-a/#', { qos: 1 });
    await broker.broker.publish('gates/moved/gate-a/marks', Buffer.from('new'), { retain: false });
    await until('the message of its new place', () => received.length > 0);
    expect(received).toEqual(['gates/moved/gate-a/marks new']);
  });
});
