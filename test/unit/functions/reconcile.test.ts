// Goal: law 7 on the whole way of the functions: what is lost is noticed, asked for, and closed when it comes; marks say
// what is stored; each alert is raised once an episode and ends with it, wherever the function ends and however often it runs.
// Method: the real handlers of ingest, status and reconcile against a real DynamoDB engine; only the clock's date is set.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { ledgerLimits } from '../../../domain/limits/ledger.ts';
import type { AlertMessage } from '../../../domain/messages/alert.ts';
import type { Heartbeat } from '../../../domain/messages/status.ts';
import { communityKey, gateKey, ledgerKey } from '../../../domain/state-keys.ts';
import { gateTopic } from '../../../domain/topics.ts';
import { type FunctionsUnderTest, messageEvent, now, place, startFunctions } from '../../helpers/functions.ts';
import { passOf } from '../../helpers/passes.ts';
import { heartbeatOf, presenceEvent } from '../../helpers/status.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const minute = 60_000;
const epoch = passOf().epoch;

let functions: FunctionsUnderTest;
let ingest: (event: unknown) => Promise<void>;
let status: (event: unknown) => Promise<void>;
let reconcile: (event: unknown) => Promise<void>;
let gate: string;
let gates = 0;
let minutes = 0;

beforeAll(async () => {
  functions = await startFunctions();
  await functions.tables.putState(communityKey(place.community));
  ingest = await functions.coldStart('ingest');
  status = await functions.coldStart('status');
});
afterAll(() => functions.stop());
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  // Each test has a time of its own: what the one before has left behind has been read.
  minutes += 1_000;
  setTime(0);
  gate = `gate-${++gates}`;
  await functions.enrol(gate);
  reconcile = await functions.coldStart('reconcile');
  await tickAt(0);
  functions.services.published.length = 0;
  functions.services.toGates.length = 0;
});
afterEach(() => {
  functions.services.status.iotData = 200;
  vi.useRealTimers();
});

/** Milliseconds since the epoch, so many minutes after the test has begun. */
const timeAt = (at: number) => now + (minutes + at) * minute;
const setTime = (at: number) => vi.setSystemTime(timeAt(at));
const instantAt = (at: number) => new Date(timeAt(at)).toISOString();

const send = (at: number, seqs: readonly number[], changes: object = {}) => {
  setTime(at);
  const passes = seqs.map((seq) => ({ ...passOf({ seq, at: instantAt(at), code: null, ...changes }) }));
  return ingest(messageEvent(gate, 'passes', { sentAt: instantAt(at), passes }, { receivedAt: timeAt(at) }));
};
const beat = (at: number, changes: Partial<Heartbeat> = {}, receivedAt = at) => {
  setTime(receivedAt);
  const health = { ...heartbeatOf().health, outboxPasses: 0, sentPasses: 0 };
  const heartbeat = heartbeatOf({ sentAt: instantAt(at), health, ...changes });
  return status(messageEvent(gate, 'status', heartbeat, { receivedAt: timeAt(receivedAt) }));
};
const reply = (at: number, message: object) => {
  setTime(at);
  return status(messageEvent(gate, 'replies', message, { receivedAt: timeAt(at) }));
};
const offer = (at: number, nonce: string) => reply(at, { nonce, at: instantAt(at) });
const connect = (at: number) => status(presenceEvent(gate, 'connected', timeAt(at), 0));
const tickAt = (at: number, by = reconcile) => {
  setTime(at);
  return by({ kind: 'tick' });
};

const ledger = async () => (await functions.tables.readState(ledgerKey(gate, epoch)))?.['ledger'];
const toGate = (channel: 'marks' | 'commands') => {
  const topic = gateTopic({ community: place.community, gate }, channel);
  return functions.services.toGates.filter((one) => one.topic === topic).map(({ message }) => message);
};
const heard = (): AlertMessage[] =>
  functions.services.published.map(({ message }) => message).filter(({ alert }) => alert.gate === gate);
const changes = () => heard().map(({ change, alert }) => `${alert.kind} ${change}`);

const nonce = 'nonce-0123456789abcdef';
/** A gate that is there, and whose passes 8 to 10 of ten were acknowledged and never came. */
async function loseTail(): Promise<void> {
  await connect(0);
  await offer(0, nonce);
  await send(0, [1, 2, 3, 4, 5, 6, 7]);
  await beat(1, { lastSeq: 10 });
}

test('a mark says what is stored, once it is, and only when it has moved', async () => {
  await send(0, [1, 2, 3]);
  await send(0, [5, 6]);
  await tickAt(6);
  expect(toGate('marks')).toEqual([]);
  await tickAt(7);
  expect(toGate('marks')).toEqual([{ epoch, storedThrough: 3, at: instantAt(7) }]);
  await send(8, [4]);
  await tickAt(15);
  await tickAt(20);
  expect(toGate('marks')).toMatchObject([{ storedThrough: 3 }, { storedThrough: 6 }]);
  expect(await ledger()).toMatchObject({ known: 6, holes: [] });
  expect(heard()).toEqual([]);
});

test('a batch that was done in part by somebody who ended there is marked as far as it was done, until the next try', async () => {
  const message = {
    sentAt: instantAt(0),
    passes: [1, 2, 3].map((seq) => passOf({ seq, at: instantAt(0), code: null })),
  };
  await send(0, [1, 2]);
  await beat(1, { lastSeq: 3 });
  await tickAt(10);
  expect(toGate('marks')).toMatchObject([{ storedThrough: 2 }]);
  // Lambda's own, too late to be found by its time.
  setTime(11);
  await ingest(messageEvent(gate, 'passes', message, { receivedAt: timeAt(0) }));
  await tickAt(20);
  expect(toGate('marks')).toMatchObject([{ storedThrough: 2 }, { storedThrough: 3 }]);
  expect(changes()).toEqual([]);
});

test('a gate that keeps passes although all are stored has missed its mark, and gets it again', async () => {
  await send(0, [1, 2]);
  await tickAt(7);
  const health = { ...heartbeatOf().health, outboxPasses: 0, sentPasses: 2 };
  await beat(8, { lastSeq: 2, health });
  await tickAt(15);
  await tickAt(20);
  expect(toGate('marks')).toMatchObject([{ storedThrough: 2 }, { storedThrough: 2 }]);
});

test('a lost tail is noticed from the heartbeat, asked for by the nonce that was offered, and closed when it comes', async () => {
  await loseTail();
  await tickAt(10);
  expect(toGate('commands')).toEqual([]);
  await beat(11, { lastSeq: 10 });
  await tickAt(20);
  const commandId = expect.any(String);
  const command = { kind: 'resend', commandId, nonce, deadline: instantAt(22), epoch, fromSeq: 8, toSeq: 10 };
  expect(toGate('commands')).toEqual([command]);
  expect(changes()).toEqual(['passes-missing raised']);
  expect(heard()[0]?.alert).toMatchObject({
    alertId: `passes-missing#${gate}#${instantAt(1)}#${epoch}`,
    detail: '3 passes, from number 8 on; the gate is asked for them',
  });

  await send(21, [8, 9, 10]);
  await tickAt(30);
  expect(changes()).toEqual(['passes-missing raised', 'passes-missing resolved']);
  expect(toGate('marks')).toMatchObject([{ storedThrough: 7 }, { storedThrough: 10 }]);
  expect(await functions.tables.state(`gate#${gate}`)).toEqual(
    expect.arrayContaining([expect.objectContaining({ ...command, state: 'sent' })]),
  );
});

test('whoever is away, or has offered nothing, is asked when it comes and offers', async () => {
  await send(0, [1]);
  await beat(1, { lastSeq: 2 });
  await offer(2, nonce);
  await status(presenceEvent(gate, 'disconnected', timeAt(2), 0));
  await status(presenceEvent(gate, 'connected', timeAt(3), 1));
  await status(presenceEvent(gate, 'disconnected', timeAt(8), 1));
  await beat(5, { lastSeq: 2 }, 7);
  await tickAt(20);
  expect(toGate('commands')).toEqual([]);
  expect(changes()).toEqual(['passes-missing raised']);
  await status(presenceEvent(gate, 'connected', timeAt(21), 2));
  await offer(21, `${nonce}-2`);
  await beat(21, { lastSeq: 2 });
  await tickAt(30);
  expect(toGate('commands')).toMatchObject([{ nonce: `${nonce}-2`, fromSeq: 2, toSeq: 2 }]);
});

test('a gate that has them no more is believed when it has also sent all it had: given up, the mark goes on, the alert stays', async () => {
  await loseTail();
  await beat(11, { lastSeq: 10 });
  await tickAt(20);
  const [{ commandId } = { commandId: '' }] = toGate('commands') as { commandId: string }[];
  await reply(21, { commandId, at: instantAt(21), state: 'received' });
  await reply(21, { commandId, at: instantAt(21), state: 'failed', detail: '0 of 3 passes sent again' });
  await reply(22, { commandId, at: instantAt(21), state: 'received' });
  await beat(26, { lastSeq: 10 });
  await tickAt(35);
  await beat(36, { lastSeq: 10 });
  await tickAt(45);
  expect(await ledger()).toMatchObject({ holes: [], givenUp: [{ from: 8, to: 10 }] });
  expect(toGate('marks').at(-1)).toMatchObject({ storedThrough: 10 });
  expect(changes()).toEqual(['passes-missing raised']);
  expect((await functions.tables.state(`gate#${gate}`)).find(({ sk }) => sk === `command#${commandId}`)).toMatchObject({
    state: 'failed',
    detail: '0 of 3 passes sent again',
  });

  // Two weeks later, out of the failures queue.
  await send(50, [8, 9, 10]);
  await tickAt(60);
  expect(await ledger()).toMatchObject({ givenUp: [] });
  expect(changes()).toEqual(['passes-missing raised', 'passes-missing resolved']);
});

test('what was put aside is no hole, and is listed with its reason', async () => {
  await send(0, [1, 2]);
  await send(0, [3], { skinC: 99 });
  await send(0, [4], { at: '2020-01-01T00:00:00.000Z' });
  await send(0, [5]);
  await beat(1, { lastSeq: 5 });
  await tickAt(10);
  expect(await ledger()).toMatchObject({
    known: 5,
    holes: [],
    rejected: [
      { from: 3, to: 3, what: 'bad-pass' },
      { from: 4, to: 4, what: 'implausible-time' },
    ],
  });
  expect(toGate('marks')).toMatchObject([{ storedThrough: 5 }]);
});

test('a message again changes nothing; another content under an old number is tampering, once', async () => {
  const seqs = Array.from({ length: 150 }, (_, index) => index + 1);
  for (let from = 0; from < 150; from += 25) await send(0, seqs.slice(from, from + 25));
  await tickAt(7);
  for (let from = 0; from < 150; from += 25) await send(8, seqs.slice(from, from + 25), { at: instantAt(0) });
  await tickAt(15);
  expect(await ledger()).toMatchObject({ known: 150, holes: [], tampered: [] });
  // One has left a receipt, the other is found by its time.
  await send(16, [3], { at: instantAt(0), direction: 'out' });
  await send(16, [149], { direction: 'out' });
  await tickAt(25);
  await tickAt(30, await functions.coldStart('reconcile'));
  await send(31, [3, 149], { at: instantAt(0), direction: 'out' });
  await tickAt(40, await functions.coldStart('reconcile'));
  expect(changes()).toEqual(['tampering raised']);
  expect(heard()[0]?.alert.detail).toBe(`pass 3 of ${epoch} has come with another content than before, and 1 more`);
  expect(await ledger()).toMatchObject({
    tampered: [
      { from: 3, to: 3 },
      { from: 149, to: 149 },
    ],
  });
});

test('a clock that is wrong is one alert, and over when it is right again', async () => {
  for (const at of [0, 10, 20]) await beat(at - 120, { lastSeq: 0 }, at);
  await tickAt(30);
  await beat(30 - 120, { lastSeq: 0 }, 30);
  await tickAt(40, await functions.coldStart('reconcile'));
  expect(changes()).toEqual(['clock-wrong raised']);
  expect(heard()[0]?.alert.detail).toBe('7200 s behind');
  for (const at of [40, 47, 54, 60]) await beat(at, { lastSeq: 0 });
  await tickAt(70);
  expect(changes()).toEqual(['clock-wrong raised', 'clock-wrong resolved']);
});

test('a command to a gate whose clock is wrong has a deadline by that clock', async () => {
  await connect(0);
  await offer(0, nonce);
  await send(0, [1]);
  for (const at of [1, 2, 3]) await beat(at + 30, { lastSeq: 2 }, at);
  await tickAt(15);
  expect(toGate('commands')).toMatchObject([{ deadline: instantAt(15 + 2 + 30) }]);
});

test('two at once ask once, raise once and lose nothing', async () => {
  const instances = await Promise.all(Array.from({ length: 4 }, () => functions.coldStart('reconcile')));
  await loseTail();
  await beat(11, { lastSeq: 10 });
  await Promise.allSettled(instances.map((one) => tickAt(15, one)));
  await tickAt(20);
  expect(toGate('commands')).toHaveLength(1);
  expect(new Set(heard().map(({ alert }) => alert.alertId)).size).toBe(1);
  expect(await ledger()).toMatchObject({ known: 10, holes: [{ from: 8, to: 10, what: { asked: 1 } }] });
});

test('a tick that ends before anybody was told is finished by the next', async () => {
  await loseTail();
  await beat(11, { lastSeq: 10 });
  functions.services.status.iotData = 400;
  await expect(tickAt(15)).rejects.toThrow();
  expect(heard()).toEqual([]);
  functions.services.status.iotData = 200;
  await beat(18, { lastSeq: 10 });
  await tickAt(20, await functions.coldStart('reconcile'));
  expect(changes()).toEqual(['passes-missing raised']);
  expect(toGate('commands')).toMatchObject([{ fromSeq: 8, toSeq: 10 }]);
  expect(toGate('marks').at(-1)).toMatchObject({ storedThrough: 7 });
});

test('one gate that cannot be done holds nobody back for ever', async () => {
  await functions.tables.putState({ ...ledgerKey(gate, epoch), ledger: 'damaged', revision: 1 });
  await send(0, [1]);
  gate = `gate-${++gates}`;
  await send(0, [1]);
  await expect(tickAt(7)).rejects.toThrow();
  expect(toGate('marks')).toMatchObject([{ storedThrough: 1 }]);
  const laterMin = ledgerLimits.shardPatienceMs / minute;
  await expect(tickAt(laterMin - 1)).rejects.toThrow();
  await expect(tickAt(laterMin + 5)).rejects.toThrow();
  // Passed over from now on.
  await send(laterMin + 11, [2]);
  await tickAt(laterMin + 20);
  expect(toGate('marks').at(-1)).toMatchObject({ storedThrough: 2 });
});

test("what a gate says of commands that are not its own changes nothing, and nobody answers in another's name", async () => {
  const before = await functions.tables.state(`gate#${gate}`);
  const commandId = '00000000-0000-4000-8000-000000000000';
  await reply(0, { commandId, at: instantAt(0), state: 'failed' });
  await status(messageEvent(gate, 'replies', { nonce, at: instantAt(0) }, { clientId: 'gate-other' }));
  expect(await functions.tables.state(`gate#${gate}`)).toEqual(before);
  await reply(0, { nonce: 'short' });
  expect(await functions.tables.state(`quarantine#${gate}`)).toEqual(
    expect.arrayContaining([expect.objectContaining({ reason: 'bad-envelope' })]),
  );
});

test('an offer that is heard twice does not free a nonce that is taken, and an older one counts no more', async () => {
  await connect(0);
  await offer(1, nonce);
  await send(0, [1]);
  await beat(1, { lastSeq: 2 });
  await tickAt(13);
  await offer(1, nonce);
  await offer(0, `${nonce}-older`);
  expect(toGate('commands')).toHaveLength(1);
  expect(await functions.tables.readState(gateKey(gate))).toMatchObject({ nonce, nonceTakenUntil: instantAt(15) });
});

test('a hostile gate with ever new epochs costs a bounded number of ledgers a tick', async () => {
  const epochs = Array.from({ length: 20 }, (_, index) => `epoch${String(index).padStart(5, '0')}`);
  setTime(0);
  const passes = epochs.map((one) => passOf({ epoch: one, at: instantAt(0), code: null }));
  await ingest(messageEvent(gate, 'passes', { sentAt: instantAt(0), passes }, { receivedAt: timeAt(0) }));
  await tickAt(7);
  const ledgers = (await functions.tables.state(`gate#${gate}`)).filter(({ sk }) => String(sk).startsWith('ledger#'));
  expect(ledgers).toHaveLength(ledgerLimits.epochsPerGateMax);
});
