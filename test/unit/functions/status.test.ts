// Goal: each gate's record says how it is, and "gate offline" is raised once an episode and never left open after the
// gate came back, whatever order things happen in and wherever the function ends.
// Method: the real handler against a real DynamoDB engine; only the clock's date is set. Crashes are made by a
// service that fails at the right moment; races by instances that run at the same time.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { presenceLimits } from '../../../domain/limits/gates.ts';
import type { AlertMessage } from '../../../domain/messages/alert.ts';
import { alertKey, disabledGateKey, gateKey } from '../../../domain/state-keys.ts';
import { type FunctionsUnderTest, messageEvent, now, place, startFunctions } from '../../helpers/functions.ts';
import { heartbeatOf, presenceEvent } from '../../helpers/status.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const minute = 60_000;
const tick = { kind: 'tick' };

let functions: FunctionsUnderTest;
let status: (event: unknown) => Promise<void>;
let gate: string;
let gates = 0;

beforeAll(async () => {
  functions = await startFunctions();
});
afterAll(() => functions.stop());
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  setTime(0);
  gate = `gate-${++gates}`;
  await functions.enrol(gate);
  status = await functions.coldStart('status');
  functions.services.published.length = 0;
  functions.services.notices.length = 0;
});
afterEach(async () => {
  functions.services.status.iotData = 200;
  // Nobody waits for this test's gate in the next one.
  await functions.tables.putState({ ...disabledGateKey(gate), reason: 'end of the test' });
  vi.useRealTimers();
});

const setTime = (minutes: number) => vi.setSystemTime(now + minutes * minute);
const at = (minutes: number) => new Date(now + minutes * minute).toISOString();
const record = () => functions.tables.readState(gateKey(gate));
const heard = (): AlertMessage[] =>
  functions.services.published.map(({ message }) => message).filter(({ alert }) => alert.gate === gate);
const heartbeat = (minutes: number, changes = {}, to = status) =>
  to(messageEvent(gate, 'status', heartbeatOf(changes), { receivedAt: now + minutes * minute }));
const presence = (event: 'connected' | 'disconnected', minutes: number, versionNumber: number) =>
  status(presenceEvent(gate, event, now + minutes * minute, versionNumber));
const tickAt = async (minutes: number, by = status) => {
  setTime(minutes);
  await by(tick);
};
const openAlerts = async () =>
  (await functions.tables.state(`alert#gate-offline#${gate}`)).filter(({ openIn }) => openIn !== undefined);

test('a heartbeat is kept: when, how far, which versions, how it is', async () => {
  await presence('connected', -1, 0);
  await heartbeat(0, { lastSeq: 41 });
  expect(await record()).toEqual({
    ...gateKey(gate),
    gate,
    ...place,
    connected: true,
    connection: { event: 'connected', versionNumber: 0, atMs: now - minute },
    lastHeartbeatAt: at(0),
    epoch: 'abcdefgh12',
    lastSeq: 41,
    firmware: '1.4.2',
    configVersion: 0,
    health: { sensor: 'ok', scanner: 'ok', barrier: 'ok', outboxPasses: 0, sentPasses: 3 },
    watch: 'gates',
    dueAt: at(25),
    revision: 2,
  });
});

test('an older heartbeat that arrives later changes nothing, nor does a doubled one', async () => {
  await heartbeat(10, { lastSeq: 50 });
  const before = await record();
  await heartbeat(0, { lastSeq: 41 });
  await heartbeat(10, { lastSeq: 50 });
  expect(await record()).toEqual(before);
});

test('a gate that comes back within two minutes raises nothing', async () => {
  await presence('connected', 0, 0);
  await presence('disconnected', 10, 0);
  expect(await record()).toMatchObject({ connected: false, dueAt: at(12) });
  await tickAt(11);
  await presence('connected', 11, 1);
  await tickAt(13);
  expect(heard()).toEqual([]);
});

test('a gate that stays away is one alert, and its return resolves it', async () => {
  await presence('connected', 0, 0);
  await presence('disconnected', 10, 0);
  await tickAt(13);
  await tickAt(14);
  await tickAt(200, await functions.coldStart('status'));
  const alertId = `gate-offline#${gate}#${at(10)}`;
  expect(heard()).toMatchObject([{ change: 'raised', alert: { alertId, kind: 'gate-offline', raisedAt: at(13) } }]);
  expect(await record()).toMatchObject({ connected: false, offlineSince: at(10) });
  expect(await record()).not.toHaveProperty('dueAt');

  await presence('connected', 201, 1);
  expect(heard().at(-1)).toMatchObject({ change: 'resolved', alert: { alertId, state: 'resolved' } });
  expect(await functions.tables.readState(alertKey(alertId))).toMatchObject({ state: 'resolved', resolvedAt: at(201) });
  expect(await openAlerts()).toEqual([]);
  expect(await record()).toMatchObject({ connected: true, dueAt: at(226) });
  const told = functions.services.notices.map(({ kind, change }) => `${kind} ${change}`);
  expect(told).toEqual(['gate-offline raised', 'gate-offline resolved']);
});

test('a gate that claims to be connected and is silent is offline too, and a late disconnect is no second alert', async () => {
  await presence('connected', 0, 0);
  await heartbeat(1);
  await tickAt(27);
  await presence('disconnected', 20, 0);
  await presence('disconnected', 20, 0);
  await tickAt(40);
  expect(heard()).toHaveLength(1);
  await heartbeat(41);
  expect(heard().map(({ change }) => change)).toEqual(['raised', 'resolved']);
});

test('each silence is an episode of its own', async () => {
  for (const from of [0, 100]) {
    await heartbeat(from);
    await tickAt(from + 26);
  }
  await heartbeat(200);
  expect(heard().map(({ change }) => change)).toEqual(['raised', 'resolved', 'raised', 'resolved']);
  expect(new Set(heard().map(({ alert }) => alert.alertId)).size).toBe(2);
});

test('the config says how often a heartbeat is due', async () => {
  const config = {
    version: 2,
    issuedAt: at(-60),
    lingerS: 0,
    passesPerMessage: 25,
    heartbeatS: 60,
    limitC: { face: 0.8, forehead: 0.8 },
  };
  await functions.tables.putState({ pk: gateKey(gate).pk, sk: 'config#0000000002', config });
  await heartbeat(0, { configVersion: 2 });
  expect(await record()).toMatchObject({ dueAt: at(2.5) });
});

test('a tick that ends before anybody was told is finished by the next', async () => {
  await heartbeat(0);
  functions.services.status.iotData = 400;
  await expect(tickAt(26)).rejects.toThrow();
  expect(heard()).toEqual([]);
  functions.services.status.iotData = 200;
  await tickAt(27, await functions.coldStart('status'));
  expect(heard()).toMatchObject([{ change: 'raised' }]);
});

test('a return that ends before anybody was told is finished when it is delivered again', async () => {
  await heartbeat(0);
  await tickAt(26);
  functions.services.status.iotData = 400;
  await expect(heartbeat(30)).rejects.toThrow();
  expect(await openAlerts()).toEqual([]);
  functions.services.status.iotData = 200;
  await heartbeat(30, {}, await functions.coldStart('status'));
  expect(heard().at(-1)).toMatchObject({ change: 'resolved' });
  expect(await record()).toMatchObject({ connected: true });
});

test('an alert that was about to be raised when the gate came back is never raised', async () => {
  await heartbeat(0);
  // A tick got as far as its first step and ended.
  await functions.tables.putState({ pk: gateKey(gate).pk, sk: 'gate', ...(await record()), offlineSince: at(0) });
  await heartbeat(30);
  await tickAt(31);
  expect(heard()).toEqual([]);
  expect(await openAlerts()).toEqual([]);
});

test('a gate that comes back while guards are being told that it is gone: they hear last that it is back', async () => {
  await heartbeat(0);
  const telling = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  functions.services.beforePublishing = () => {
    functions.services.beforePublishing = async () => {};
    telling.resolve();
    return goOn.promise;
  };
  const ticking = tickAt(26);
  await telling.promise;
  await heartbeat(27, {}, await functions.coldStart('status'));
  goOn.resolve();
  await ticking;
  expect(heard().map(({ change }) => change)).toEqual(['resolved', 'raised', 'resolved']);
  expect(await openAlerts()).toEqual([]);
  expect(await record()).not.toHaveProperty('offlineSince');
});

test('ticks and a returning gate at the same moment leave no alert open', async () => {
  const instances = await Promise.all(Array.from({ length: 3 }, () => functions.coldStart('status')));
  const [first = status, second = status, third = status] = instances;
  for (let round = 1; round <= 8; round++) {
    const from = round * 100;
    await heartbeat(from);
    setTime(from + 26);
    await Promise.all([first(tick), second(tick), heartbeat(from + 26, {}, third)]);
    expect(await openAlerts()).toEqual([]);
    const ofRound = heard().filter(({ alert }) => alert.alertId.endsWith(at(from)));
    if (ofRound.length > 0) expect(ofRound.at(-1)).toMatchObject({ change: 'resolved' });
  }
  expect(await record()).not.toHaveProperty('offlineSince');
});

test('nobody waits for a gate that was disabled', async () => {
  await heartbeat(0);
  await functions.tables.putState({ ...disabledGateKey(gate), reason: 'stolen' });
  await tickAt(26);
  expect(heard()).toEqual([]);
  await heartbeat(27);
  const [item] = await functions.tables.state(`quarantine#${gate}`);
  expect(item).toMatchObject({ reason: 'gate-disabled' });
});

test('who is no gate comes and goes unnoticed', async () => {
  const before = await functions.tables.state();
  await status(presenceEvent('guard-post-1', 'connected', now, 0));
  expect(await functions.tables.state()).toEqual(before);
});

test('a gate that claims to be the broker is put aside', async () => {
  const forged = presenceEvent('gate-victim', 'disconnected', now, 9);
  await status({ ...forged, clientId: gate });
  expect(await functions.tables.state(`quarantine#${gate}`)).toMatchObject(
    expect.arrayContaining([expect.objectContaining({ reason: 'not-a-gate-topic' })]),
  );
});

test('a heartbeat of a gate that nobody enrolled is put aside', async () => {
  gate = 'nobody-knows';
  await heartbeat(0);
  expect(await record()).toBeUndefined();
  expect(await functions.tables.state('quarantine#nobody-knows')).toMatchObject(
    expect.arrayContaining([expect.objectContaining({ reason: 'unknown-gate' })]),
  );
});

test('what happens to a gate is an alert to guards and operator, once in ten minutes', async () => {
  const event = { kind: 'event', at: at(0), event: 'door-forced' };
  await status(messageEvent(gate, 'status', event));
  await status(messageEvent(gate, 'status', { ...event, at: at(1) }));
  expect(heard()).toMatchObject([{ change: 'raised', alert: { kind: 'gate-event', detail: 'door-forced' } }]);
  expect(functions.services.notices).toEqual([{ kind: 'gate-event', change: 'raised', gate, ...place }]);
});

test('a will is a disconnect in case that the broker does not tell', async () => {
  await presence('connected', 0, 0);
  await heartbeat(5);
  await status(messageEvent(gate, 'status', { kind: 'will', epoch: 'abcdefgh12' }, { receivedAt: now + 10 * minute }));
  expect(await record()).toMatchObject({
    connected: false,
    dueAt: at(10 + presenceLimits.graceAfterDisconnectMs / minute),
  });
});

test.each([
  ['no JSON', 'hello', 'not-json'],
  ['another kind', JSON.stringify({ kind: 'hello' }), 'bad-envelope'],
  ['an event from 1970', JSON.stringify({ kind: 'event', at: at(-3e7), event: 'tampering' }), 'implausible-time'],
])('a status that is %s is put aside', async (_, payload, reason) => {
  await status(messageEvent(gate, 'status', payload));
  expect(await functions.tables.state(`quarantine#${gate}`)).toMatchObject(
    expect.arrayContaining([expect.objectContaining({ reason })]),
  );
});
