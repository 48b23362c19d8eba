// Goal: what is published reaches who subscribed to it, and nobody can hold it up.
// Method: real clients; one of them stops reading its socket.

import { describe, expect, it } from 'vitest';
import { iotLimits } from '../../../../local/limits.ts';
import { until } from '../../../helpers/wait.ts';
import { inbox, next, startBroker, type TestDevice } from './start-broker.ts';

type Running = Awaited<ReturnType<typeof startBroker>>;

/** A subscriber whose program hangs: its socket is open and nothing is read from it. */
async function frozenSubscriber(broker: Running, device: TestDevice, filter: string): Promise<void> {
  const client = await broker.connect(device);
  await client.subscribeAsync(filter, { qos: 1 });
  client.stream.unpipe();
  client.stream.pause();
}

describe('a subscriber that has stopped reading', () => {
  it('holds up neither publishers nor other subscribers, and is disconnected', { timeout: 30_000 }, async () => {
    const broker = await startBroker();
    await frozenSubscriber(broker, await broker.enrol('frozen', { policy: 'anything' }), 'alerts/#');
    const well = await broker.connect(await broker.enrol('well', { policy: 'anything' }));
    await well.subscribeAsync('alerts/#', { qos: 1 });
    const received = inbox(well);
    const payload = Buffer.alloc(iotLimits.payloadMaxBytes - 1000, 'x');
    let slowestMs = 0;
    let count = 0;
    // The sockets' own buffers take some megabytes before the frozen one shows.
    while (broker.broker.statistics().connections === 2) {
      const startedAt = performance.now();
      await broker.broker.publish('alerts/a', payload, { retain: false, qos: 1 });
      count += 1;
      await until('the message at the other', () => received.length === count);
      slowestMs = Math.max(slowestMs, performance.now() - startedAt);
    }
    expect(slowestMs).toBeLessThan(iotLimits.outboundStalledMs / 2);
    expect(broker.lines.join('\n')).toMatch(/^frozen .* does not read/m);
  });
});

describe('a message', () => {
  it('that another overtakes while it is stored for a session still reaches everybody', async () => {
    const broker = await startBroker();
    const sleeper = await broker.connect(await broker.enrol('sleeper', { policy: 'anything' }), { clean: false });
    await sleeper.subscribeAsync('slow/#', { qos: 1 });
    await sleeper.endAsync();
    const listener = await broker.connect(await broker.enrol('listener', { policy: 'anything' }));
    await listener.subscribeAsync(['slow/#', 'quick/#'], { qos: 1 });
    const received = inbox(listener);
    await Promise.all([
      broker.broker.publish('slow/1', Buffer.from('a'), { retain: false, qos: 1 }),
      broker.broker.publish('quick/1', Buffer.from('b'), { retain: false }),
    ]);
    await until('both', () => received.length === 2);
    expect(received.sort()).toEqual(['quick/1 b', 'slow/1 a']);
  });

  it('that two filters of a client cover arrives once', async () => {
    const broker = await startBroker();
    const client = await broker.connect(await broker.enrol('client', { policy: 'anything' }));
    await client.subscribeAsync(['a/#', 'a/+', 'a/b'], { qos: 1 });
    const received = inbox(client);
    await client.publishAsync('a/b', '1', { qos: 1 });
    await client.publishAsync('a/b', '2', { qos: 1 });
    await until('the second', () => received.includes('a/b 2'));
    expect(received).toEqual(['a/b 1', 'a/b 2']);
  });
});

describe('a retained message', () => {
  it('goes to who subscribes to its very topic later, not to a wildcard, until it is emptied', async () => {
    const broker = await startBroker();
    await broker.broker.publish('config/a', Buffer.from('1'), { retain: true });
    await broker.broker.publish('config/a', Buffer.from('2'), { retain: true });
    const client = await broker.connect(await broker.enrol('client', { policy: 'anything' }));
    const received = inbox(client);
    await client.subscribeAsync('config/+', { qos: 1 });
    await client.subscribeAsync('config/a', { qos: 1 });
    await until('the retained one', () => received.length > 0);
    expect(received).toEqual(['config/a 2']);
    await broker.broker.publish('config/a', Buffer.alloc(0), { retain: true });
    expect(broker.broker.retained.get('config/a')).toBeUndefined();
  });
});

describe('a second connection with the same client id', () => {
  it('takes the place of the first', async () => {
    const broker = await startBroker();
    const device = await broker.enrol('gate-a');
    const first = await broker.connect(device);
    const closed = next(first, 'close');
    const second = await broker.connect(device);
    await closed;
    expect(second.connected).toBe(true);
    expect(broker.broker.statistics().connections).toBe(1);
  });

  it('leaves exactly one, however many come at once', async () => {
    const broker = await startBroker();
    const device = await broker.enrol('gate-a');
    const clients = Array.from({ length: 8 }, () => broker.dial(device));
    let closed = 0;
    for (const client of clients) client.once('close', () => closed++);
    await until('one to remain', () => closed === clients.length - 1);
    const [last] = clients.filter((client) => client.connected);
    await last?.publishAsync('gates/xixi/gate-a/replies', 'still here', { qos: 1 });
    expect(broker.broker.statistics().connections).toBe(1);
  });
});
