// Goal: who comes and goes is told as IoT Core tells it, wills included, also when the broker itself has crashed.
// Method: the events that the rule engine gets; a second broker on the same state folder.

import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { iotLimits } from '../../../../local/limits.ts';
import type { Message } from '../../../../local/rules/message.ts';
import { until } from '../../../helpers/wait.ts';
import { temporaryFolder } from '../aws/endpoint.ts';
import { createManualClock } from '../aws/manual-clock.ts';
import { inbox, next, startBroker } from './start-broker.ts';

const event = z.looseObject({
  clientId: z.string(),
  eventType: z.string(),
  disconnectReason: z.string().optional(),
  versionNumber: z.number(),
});

function events(taken: Message[]) {
  return taken
    .filter(({ topic }) => topic.startsWith('$aws/events/presence/'))
    .map(({ payload }) => event.parse(JSON.parse(String(payload))));
}

const willTopic = 'gates/xixi/gate-a/replies';
const will = { topic: willTopic, payload: Buffer.from('gone'), qos: 1, retain: false } as const;

function wills(taken: Message[]): Message[] {
  return taken.filter(({ topic }) => topic === willTopic);
}

describe('presence', () => {
  it('has the fields of AWS, the same version and session for coming and going', async () => {
    const broker = await startBroker();
    const device = await broker.enrol('gate-a');
    const client = await broker.connect(device, { will });
    await client.endAsync();
    await until('both events', () => events(broker.taken).length === 2);
    const [connected, disconnected] = events(broker.taken);
    expect(connected).toEqual({
      clientId: 'gate-a',
      thingName: 'gate-a',
      timestamp: expect.any(Number),
      eventType: 'connected',
      sessionIdentifier: expect.stringMatching(/^[0-9a-f-]{36}$/),
      principalIdentifier: device.certificateId,
      ipAddress: '127.0.0.1',
      versionNumber: 0,
    });
    expect(disconnected).toEqual({
      clientId: 'gate-a',
      thingName: 'gate-a',
      timestamp: expect.any(Number),
      eventType: 'disconnected',
      clientInitiatedDisconnect: true,
      disconnectReason: 'CLIENT_INITIATED_DISCONNECT',
      sessionIdentifier: connected?.['sessionIdentifier'],
      principalIdentifier: device.certificateId,
      versionNumber: 0,
    });
    expect(wills(broker.taken)).toEqual([]);
  });

  it('also reaches subscribers', async () => {
    const broker = await startBroker();
    const watcher = await broker.connect(await broker.enrol('watcher', { policy: 'anything' }));
    await watcher.subscribeAsync('$aws/events/presence/connected/+', { qos: 1 });
    const received = inbox(watcher);
    await broker.connect(await broker.enrol('gate-a'));
    await until('the event', () => received.some((message) => message.includes('"gate-a"')));
  });

  it('gives a reason and publishes the will when the connection is lost', async () => {
    const broker = await startBroker();
    const client = await broker.connect(await broker.enrol('gate-a'), { will });
    client.stream.destroy();
    await until('the end', () => events(broker.taken).length === 2);
    expect(events(broker.taken).at(-1)?.disconnectReason).toBe('CONNECTION_LOST');
    const [published] = wills(broker.taken);
    expect(published).toMatchObject({ clientId: 'gate-a' });
    expect(String(published?.payload)).toBe('gone');
  });

  it.each([
    ['another connection takes over', 'DUPLICATE_CLIENTID'],
    ['a publish is refused', 'AUTH_ERROR'],
    ['the protocol is broken', 'CLIENT_ERROR'],
    ['the operator ends it', 'SERVER_INITIATED_DISCONNECT'],
  ])('tells that %s', async (how, reason) => {
    const broker = await startBroker();
    const device = await broker.enrol('gate-a');
    const client = await broker.connect(device);
    const closed = next(client, 'close');
    if (reason === 'DUPLICATE_CLIENTID') await broker.connect(device);
    else if (reason === 'AUTH_ERROR') client.publish('gates/xixi/gate-b/replies', 'x', { qos: 1 });
    else if (reason === 'CLIENT_ERROR') client.stream.write(Buffer.from([0x0f, 0x00]));
    else void broker.broker.disconnect('gate-a');
    await closed;
    const gone = await until(how, () => events(broker.taken).find(({ eventType }) => eventType === 'disconnected'));
    expect(gone.disconnectReason).toBe(reason);
  });

  it('does not publish a will that is no longer allowed', async () => {
    const broker = await startBroker();
    const device = await broker.enrol('gate-a');
    const client = await broker.connect(device, { will });
    await broker.registry.detachPolicy('gate', device.certificateId);
    client.stream.destroy();
    await until('the end', () => events(broker.taken).length === 2);
    expect(wills(broker.taken)).toEqual([]);
  });
});

describe('after the broker has ended with clients connected', () => {
  it('who does not come back is said to be gone, with its will; who does is not', async () => {
    const folder = temporaryFolder();
    const first = await startBroker({ folder });
    const [staying, leaving] = [await first.enrol('gate-b'), await first.enrol('gate-a')];
    await Promise.all([first.connect(staying), first.connect(leaving, { will })]);
    await until('both', () => events(first.taken).length === 2);
    await first.stop();
    expect(events(first.taken)).toHaveLength(2);

    const clock = createManualClock(Date.now());
    const second = await startBroker({ folder, clock });
    await second.connect(staying);
    clock.advance(iotLimits.returnMs);
    const gone = await until('the event', () =>
      events(second.taken).find(({ eventType }) => eventType === 'disconnected'),
    );
    expect(gone).toMatchObject({ clientId: 'gate-a', disconnectReason: 'SERVER_ERROR', versionNumber: 0 });
    expect(wills(second.taken)).toHaveLength(1);
    expect(events(second.taken).map(({ clientId, versionNumber }) => [clientId, versionNumber])).toEqual([
      ['gate-b', 1],
      ['gate-a', 0],
    ]);
  });
});
