// Goal: a persistent session gets what was published while it was away, across a restart, for an hour.
// Method: two brokers one after the other on the same state folder; a clock that the test moves.

import { expect, it } from 'vitest';
import { iotLimits } from '../../../../local/limits.ts';
import { until } from '../../../helpers/wait.ts';
import { temporaryFolder } from '../aws/endpoint.ts';
import { createManualClock } from '../aws/manual-clock.ts';
import { inbox, startBroker, type TestDevice } from './start-broker.ts';

const topic = 'gates/xixi/gate-a/commands';
type Running = Awaited<ReturnType<typeof startBroker>>;

async function subscribeAndLeave(broker: Running, device: TestDevice) {
  const client = await broker.connect(device, { clean: false });
  await client.subscribeAsync(topic, { qos: 1 });
  await client.endAsync();
}

function send(broker: Running, payload: string) {
  return broker.broker.publish(topic, Buffer.from(payload), { retain: false, qos: 1 });
}

/** Connects and collects what the session gets, up to and including a last message. */
async function collect(broker: Running, device: TestDevice, last: string): Promise<string[]> {
  const client = broker.dial(device, { clean: false });
  const received = inbox(client);
  await until('the connection', () => client.connected);
  await send(broker, last);
  await until(last, () => received.includes(`${topic} ${last}`));
  await client.endAsync();
  return received.map((message) => message.slice(topic.length + 1));
}

it('keeps subscriptions and messages over a restart of the broker, each delivered once', async () => {
  const folder = temporaryFolder();
  const first = await startBroker({ folder });
  const device = await first.enrol('gate-a');
  await subscribeAndLeave(first, device);
  await send(first, '1');
  await send(first, '2');
  await first.stop();

  const second = await startBroker({ folder });
  await send(second, '3');
  expect(await collect(second, device, '4')).toEqual(['1', '2', '3', '4']);
  expect(await collect(second, device, '5')).toEqual(['5']);
});

it('forgets a session an hour after its end', async () => {
  const clock = createManualClock();
  const broker = await startBroker({ clock });
  const device = await broker.enrol('gate-a');
  await subscribeAndLeave(broker, device);
  await until('the end', () => broker.taken.length === 2);
  await send(broker, '1');
  clock.advance(iotLimits.sessionExpiryMs + 1);
  const client = await until('a session that is new', async () => {
    const candidate = broker.dial(device, { clean: false });
    const fresh = await new Promise<boolean>((resolve) =>
      candidate.once('connect', ({ sessionPresent }) => resolve(!sessionPresent)),
    );
    return fresh && candidate;
  });
  const received = inbox(client);
  await client.subscribeAsync(topic, { qos: 1 });
  await send(broker, '2');
  await until('the new message', () => received.length > 0);
  expect(received).toEqual([`${topic} 2`]);
});

it('ends with a clean one', async () => {
  const broker = await startBroker();
  const device = await broker.enrol('gate-a');
  await subscribeAndLeave(broker, device);
  await send(broker, '1');
  await (await broker.connect(device, { clean: true })).endAsync();
  const client = broker.dial(device, { clean: false });
  const present = await new Promise<boolean>((resolve) =>
    client.once('connect', ({ sessionPresent }) => resolve(sessionPresent)),
  );
  expect(present).toBe(false);
});

it('queues no more than its bound, and says so', async () => {
  const broker = await startBroker();
  const device = await broker.enrol('gate-a');
  await subscribeAndLeave(broker, device);
  const count = iotLimits.queuedMessagesPerSession + 3;
  await Promise.all(Array.from({ length: count }, (_, n) => send(broker, `${n}`)));
  expect(broker.lines.filter((line) => line.startsWith('message dropped'))).toHaveLength(3);
});
