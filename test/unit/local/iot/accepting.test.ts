// Goal: a message is acknowledged only when the rule engine has it on disk, and overload slows clients down.
// Method: an `accept` that the test holds back or lets fail; a clock that stands still for the rates.

import { describe, expect, it } from 'vitest';
import { iotLimits } from '../../../../local/limits.ts';
import { until } from '../../../helpers/wait.ts';
import { createManualClock } from '../aws/manual-clock.ts';
import { inbox, next, startBroker } from './start-broker.ts';

const topic = 'gates/xixi/gate-a/replies';
const passes = '$aws/rules/passes/gates/xixi/gate-a/passes';

function isPresence(topicName: string): boolean {
  return topicName.startsWith('$aws/events/');
}

describe('PUBACK', () => {
  it('comes after the rule engine has taken the message, not before', async () => {
    const { promise: onDisk, resolve: write } = Promise.withResolvers<void>();
    let waiting = 0;
    const broker = await startBroker({
      accept: async (message) => {
        if (isPresence(message.topic)) return;
        waiting += 1;
        await onDisk;
      },
    });
    const client = await broker.connect(await broker.enrol('gate-a'));
    let acknowledged = false;
    const published = client.publishAsync(topic, 'x', { qos: 1 }).then(() => {
      acknowledged = true;
    });
    await until('the rule engine', () => waiting === 1);
    await client.subscribeAsync(topic, { qos: 1 }); // A whole round trip later there is still no PUBACK.
    expect(acknowledged).toBe(false);
    write();
    await published;
  });

  it('never comes when the message could not be taken; the client sends it again', async () => {
    let failures = 1;
    const broker = await startBroker({
      accept: async (message) => {
        if (isPresence(message.topic) || failures === 0) return;
        failures -= 1;
        throw new Error('disk full');
      },
    });
    const device = await broker.enrol('gate-a');
    const client = await broker.connect(device, { reconnectPeriod: 1 });
    await client.publishAsync(topic, 'x', { qos: 1 });
    expect(broker.taken.filter((message) => message.topic === topic)).toHaveLength(1);
    expect(broker.lines.join('\n')).toContain('disk full');
  });

  it('carries who and when to the rule engine, bytes as they came', async () => {
    const broker = await startBroker();
    const device = await broker.enrol('gate-a');
    const client = await broker.connect(device);
    const payload = Buffer.from([0, 255, 128, 13, 10]);
    await client.publishAsync(passes, payload, { qos: 1 });
    const [message] = broker.taken.filter((taken) => taken.topic === passes);
    expect(message).toMatchObject({ topic: passes, clientId: 'gate-a', principal: device.certificateId });
    expect(message?.payload.equals(payload)).toBe(true);
  });

  it('is owed for Basic Ingest too, which goes to no subscriber', async () => {
    const broker = await startBroker();
    const client = await broker.connect(await broker.enrol('admin', { policy: 'anything' }));
    const received = inbox(client);
    await expect(client.subscribeAsync(passes, { qos: 1 })).rejects.toThrow();
    await client.subscribeAsync('#', { qos: 1 });
    await client.publishAsync(passes, 'x', { qos: 1 });
    await client.publishAsync(topic, 'y', { qos: 1 });
    await until('the other message', () => received.length > 0);
    expect(received).toEqual([`${topic} y`]);
  });
});

describe('rates', () => {
  it('over 100 messages a second wait, and all arrive', async () => {
    const clock = createManualClock();
    const broker = await startBroker({ clock });
    const client = await broker.connect(await broker.enrol('gate-a'));
    const count = iotLimits.publishesPerSecond + 5;
    const all = Promise.all(Array.from({ length: count }, (_, n) => client.publishAsync(topic, `${n}`, { qos: 1 })));
    const taken = () => broker.taken.filter((message) => message.topic === topic).length;
    await until('the first second’s', () => taken() === iotLimits.publishesPerSecond);
    await until('the others to wait', () => clock.pending() >= 5);
    expect(taken()).toBe(iotLimits.publishesPerSecond);
    clock.advance(1_000);
    await all;
    expect(taken()).toBe(count);
  });

  it('of 512 KiB a second hold', async () => {
    const clock = createManualClock();
    const broker = await startBroker({ clock });
    const client = await broker.connect(await broker.enrol('gate-a'));
    const payload = Buffer.alloc(iotLimits.payloadMaxBytes);
    const all = Promise.all(Array.from({ length: 5 }, () => client.publishAsync(topic, payload, { qos: 1 })));
    await until('four', () => broker.taken.filter((message) => message.topic === topic).length === 4);
    await until('a timer', () => clock.pending() > 2);
    clock.advance(1_000);
    await all;
  });
});

describe('limits', () => {
  it.each([
    ['a payload over 128 KB', topic, Buffer.alloc(iotLimits.payloadMaxBytes + 1)],
    ['a packet that announces 10 MB', topic, Buffer.alloc(10_000_000)],
    ['a topic with 8 slashes', 'gates/xixi/gate-a/4/5/6/7/8/9', 'x'],
    ['a topic over 256 bytes', `gates/xixi/gate-a/${'ü'.repeat(120)}`, 'x'],
    ['QoS 2', topic, 'x'],
  ])('%s ends the connection', async (name, to, payload) => {
    const broker = await startBroker();
    const client = await broker.connect(await broker.enrol('gate-a'));
    client.publish(to, payload, { qos: name === 'QoS 2' ? 2 : 1 });
    await next(client, 'close');
    expect(broker.taken.filter((message) => !isPresence(message.topic))).toEqual([]);
    expect(broker.lines.length).toBeGreaterThan(0);
  });

  it('the Basic Ingest prefix is not counted, and 128 KB is not too much', async () => {
    const broker = await startBroker();
    const client = await broker.connect(await broker.enrol('admin', { policy: 'anything' }));
    await client.publishAsync('$aws/rules/passes/1/2/3/4/5/6/7/8', Buffer.alloc(iotLimits.payloadMaxBytes), { qos: 1 });
  });

  it('over 50 subscriptions get 0x80, over 8 in one SUBSCRIBE the end of the connection', async () => {
    const broker = await startBroker();
    const client = await broker.connect(await broker.enrol('gate-a'));
    for (let n = 0; n < iotLimits.subscriptionsPerConnection; n += 1) await client.subscribeAsync(`${topic}/${n}`);
    await expect(client.subscribeAsync(`${topic}/more`)).rejects.toThrow();
    await client.unsubscribeAsync(`${topic}/0`);
    await client.subscribeAsync(`${topic}/more`);
    client.subscribe(Array.from({ length: iotLimits.subscriptionsPerRequest + 1 }, (_, n) => `${topic}/x${n}`));
    await next(client, 'close');
  });

  it('a client id over 128 bytes is rejected, and MQTT 3.1 and 5 are not spoken', async () => {
    const broker = await startBroker();
    const device = await broker.enrol('admin', { policy: 'anything' });
    expect(await broker.refusalOf(device, { clientId: 'x'.repeat(129) })).toBe(2);
    expect(await broker.refusalOf(device, { protocolVersion: 3, protocolId: 'MQIsdp' })).toBe(1);
  });
});
