// Goal: what a message of passes leads to: items, alerts, notices; once, whatever happens twice or at the same time.
// Method: the real handler against a real DynamoDB engine and HTTP servers for the other services.
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { alertKey, configKey, disabledGateKey } from '../../../domain/state-keys.ts';
import { type FunctionsUnderTest, messageEvent, now, place, startFunctions } from '../../helpers/functions.ts';
import { feverOf, passesOf, passOf } from '../../helpers/passes.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let functions: FunctionsUnderTest;
let ingest: (event: unknown) => Promise<void>;
let gate: string;
let gates = 0;

beforeAll(async () => {
  functions = await startFunctions();
});
afterAll(() => functions.stop());
beforeEach(async () => {
  gate = `gate-${++gates}`;
  await functions.enrol(gate);
  ingest = await functions.coldStart('ingest');
  functions.services.published.length = 0;
  functions.services.notices.length = 0;
});

const send = (...passes: unknown[]) => ingest(messageEvent(gate, 'passes', passesOf(...passes)));
const stored = async () => (await functions.tables.passes()).filter((item) => item['gate'] === gate);
const published = () => functions.services.published.map(({ message }) => message);
const quarantined = async () =>
  (await functions.tables.state(`quarantine#${gate}`)).filter(({ sk }) => !String(sk).startsWith('count#'));

test('a pass is stored as it was measured, with a pseudonym in place of the code', async () => {
  await send(passOf({ seq: 7 }));
  const [item, ...others] = await stored();
  expect(others).toEqual([]);
  expect(item).toEqual({
    pk: 'xixi#2026-11-24',
    sk: expect.stringMatching(`^2026-11-24T03:04:00.000Z#${gate}#abcdefgh12#0000000007#[\\w-]{22}$`),
    gate,
    community: 'xixi',
    epoch: 'abcdefgh12',
    seq: 7,
    at: '2026-11-24T03:04:00.000Z',
    direction: 'in',
    site: 'face',
    skinC: 35.12,
    ambientC: 11.4,
    baselineC: 34.9,
    verdict: 'admit',
    reason: 'ok',
    configVersion: 0,
    listsAgeS: 120,
    judgedVerdict: 'admit',
    judgedReason: 'ok',
    codeForm: 'provider',
    codeStatus: 'green',
    subject: expect.stringMatching(/^[\w-]{22}$/),
    expiresAt: Math.floor(now / 1000) + 30 * 86_400,
  });
  expect(published()).toEqual([]);
});

test('a fever five times is one item, one alert, told once by an instance', async () => {
  for (let times = 0; times < 5; times++) await send(feverOf());
  expect(await stored()).toHaveLength(1);
  const alert = {
    alertId: `fever#${gate}#abcdefgh12#1`,
    kind: 'fever',
    state: 'open',
    revision: 0,
    ...place,
    gate,
    raisedAt: '2026-11-24T03:04:00.000Z',
    late: false,
    person: {
      epoch: 'abcdefgh12',
      seq: 1,
      direction: 'in',
      site: 'face',
      skinC: 36.57,
      baselineC: 34.9,
      reason: 'too-warm',
    },
  };
  expect(functions.services.published).toEqual([
    { topic: 'gatehouse/v1/guards/yuhang/xixi/alerts', message: { change: 'raised', alert } },
  ]);
  expect(await functions.tables.readState(alertKey(alert.alertId))).toMatchObject({ ...alert, openIn: 'yuhang#xixi' });
  expect(functions.services.notices).toEqual([]);
});

test('many instances at once raise one alert', async () => {
  const instances = await Promise.all(Array.from({ length: 5 }, () => functions.coldStart('ingest')));
  await Promise.all(instances.map((one) => one(messageEvent(gate, 'passes', passesOf(feverOf())))));
  const alerts = (await functions.tables.state(`alert#fever#${gate}`)).length;
  expect(alerts).toBe(1);
  expect(new Set(published().map(({ alert }) => alert.alertId)).size).toBe(1);
});

test('an alert whose publisher came to grief is published by who redelivers', async () => {
  functions.services.status.iotData = 503;
  await expect(send(feverOf())).rejects.toThrow();
  expect(published()).toEqual([]);
  functions.services.status.iotData = 200;
  await send(feverOf());
  expect(published()).toHaveLength(1);
});

test('a resolved alert and a late one are not published again', async () => {
  const late = feverOf({ at: '2026-11-24T02:50:00.000Z', seq: 1 });
  await send(late);
  expect(published()).toMatchObject([{ alert: { late: true } }]);
  ingest = await functions.coldStart('ingest');
  await send(late);
  expect(published()).toHaveLength(1);
});

test('a red code does not hide a fever, nor a gate that lies one', async () => {
  const code = { form: 'provider', text: 'red-one', status: 'red' } as const;
  await send(
    feverOf({ seq: 1, code, verdict: 'refuse', reason: 'code-red' }),
    feverOf({ seq: 2, verdict: 'admit', reason: 'ok' }),
    passOf({ seq: 3, verdict: 'recheck', reason: 'too-warm' }),
  );
  const kinds = published().map(({ alert }) => `${alert.kind} ${alert.person?.seq ?? ''}`);
  expect(kinds.toSorted()).toEqual(['fever 1', 'fever 2', 'fever 3', 'gate-lying ', 'refused-code 1']);
  expect(functions.services.notices).toEqual([{ kind: 'gate-lying', change: 'raised', gate, ...place }]);
});

test('a pass is judged by the config that it names', async () => {
  const config = {
    version: 3,
    issuedAt: '2026-11-20T00:00:00.000Z',
    lingerS: 0,
    passesPerMessage: 25,
    heartbeatS: 600,
  };
  await functions.tables.putState({
    ...configKey(gate, 3),
    config: { ...config, limitC: { face: 2.5, forehead: 2.5 } },
  });
  await send(passOf({ skinC: 36.57, configVersion: 3 }));
  expect(published()).toEqual([]);
  await send(passOf({ seq: 2, configVersion: 4 }));
  expect(published()).toMatchObject([
    { alert: { kind: 'gate-lying', detail: 'names a config or a list that it was never given' } },
  ]);
});

test('24 of 25 are stored, and the bad one is kept with its number and reason', async () => {
  const passes: unknown[] = Array.from({ length: 25 }, (_, index) => passOf({ seq: index + 1 }));
  passes[9] = { ...passOf({ seq: 10 }), skinC: 99 };
  await send(...passes);
  expect((await stored()).map(({ seq }) => seq)).not.toContain(10);
  expect(await stored()).toHaveLength(24);
  expect(await quarantined()).toMatchObject([{ reason: 'bad-pass', field: 'skinC', seq: 10 }]);
});

test('the same pass twice in a message is one item; other content under its number is a second', async () => {
  await send(passOf(), passOf(), passOf({ direction: 'out' }));
  expect(await stored()).toHaveLength(2);
});

const receipts = async () => (await functions.tables.state('receipts#')).filter((item) => item['gate'] === gate);

/** A message of passes of this moment, all of a minute ago unless they say otherwise. */
const sendNow = (...passes: object[]) => {
  const at = new Date(Date.now() - 60_000).toISOString();
  const message = { sentAt: new Date().toISOString(), passes: passes.map((one) => ({ ...passOf(), at, ...one })) };
  return ingest(messageEvent(gate, 'passes', message, { receivedAt: Date.now() }));
};

test('passes that are found by their time leave no receipt; those beside them that are not do', async () => {
  await sendNow({ seq: 1 }, { seq: 2 });
  expect(await stored()).toHaveLength(2);
  expect(await receipts()).toEqual([]);
  await sendNow({ seq: 3 }, { seq: 4, at: new Date(Date.now() + 3_600_000).toISOString() }, { seq: 5, skinC: 99 });
  expect(await stored()).toHaveLength(4);
  expect(await receipts()).toMatchObject([
    { runs: [{ fromSeq: 4, digests: expect.stringMatching(/^.{8}$/) }], rejected: [{ seq: 5, reason: 'bad-pass' }] },
  ]);
});

test('a message that comes late leaves one receipt, below the kilobyte of one write: what came, and what was put aside', async () => {
  const passes: unknown[] = Array.from({ length: 25 }, (_, index) => passOf({ seq: 100_001 + index }));
  passes[24] = { ...passOf({ seq: 100_025 }), skinC: 99 };
  await send(...passes);
  const [receipt, ...others] = await receipts();
  expect(others).toEqual([]);
  expect(receipt).toMatchObject({
    kind: 'passes',
    receivedAtMs: now,
    sentAtMs: Date.parse('2026-11-24T03:04:05.000Z'),
  });
  expect(receipt?.['runs']).toEqual([{ epoch: 'abcdefgh12', fromSeq: 100_001, digests: expect.any(String) }]);
  expect(receipt?.['rejected']).toEqual([{ epoch: 'abcdefgh12', seq: 100_025, reason: 'bad-pass' }]);
  expect(JSON.stringify(receipt).length).toBeLessThan(1_024);
  const digests = (await stored()).map(({ sk }) => String(sk).split('#').at(-1)?.slice(0, 8));
  expect(JSON.stringify(receipt?.['runs'])).toContain(digests.join(''));
});

test('nothing says that a pass was stored before it is', async () => {
  vi.stubEnv('PASSES_TABLE', 'gone');
  const broken = await functions.coldStart('ingest');
  vi.stubEnv('PASSES_TABLE', functions.tables.passesTable);
  await expect(broken(messageEvent(gate, 'passes', passesOf(passOf())))).rejects.toThrow();
  expect(await receipts()).toEqual([]);
});

test('what cannot be read at all leaves no receipt: it proves nothing', async () => {
  await ingest(messageEvent(gate, 'passes', 'no JSON'));
  expect(await receipts()).toEqual([]);
});

test('a gate that was disabled is refused within a second', async () => {
  await functions.tables.putState({ ...disabledGateKey(gate), reason: 'stolen' });
  await send(feverOf());
  expect(await stored()).toEqual([]);
  expect(published()).toEqual([]);
  expect(await quarantined()).toMatchObject([{ reason: 'gate-disabled' }]);
});

test('the fever at a gate that nobody registered reaches somebody', async () => {
  gate = 'nobody-knows';
  await send(feverOf());
  expect(functions.services.published).toMatchObject([{ topic: 'gatehouse/v1/guards/unassigned/xixi/alerts' }]);
  expect(functions.services.notices).toMatchObject([{ kind: 'gate-not-registered', gate }]);
});

test("another's topic is refused, kept, and stored nowhere", async () => {
  await ingest(messageEvent(gate, 'passes', passesOf(feverOf()), { clientId: 'gate-other' }));
  await ingest(messageEvent(gate, 'status', passesOf(feverOf())));
  expect(await stored()).toEqual([]);
  expect(published()).toEqual([]);
  expect(await functions.tables.state('quarantine#gate-other')).toMatchObject(
    expect.arrayContaining([expect.objectContaining({ reason: 'foreign-sender' })]),
  );
  expect(await quarantined()).toMatchObject([{ reason: 'not-a-gate-topic' }]);
});

test('an event that no rule makes is thrown, for the failures queue', async () => {
  await expect(ingest({ hello: 'world' })).rejects.toThrow('Not an event of a topic rule');
});

test('no code, no subject and no reading is in any log', async () => {
  const code = { form: 'provider', text: 'red-one', status: 'red' } as const;
  await send(feverOf({ code, verdict: 'refuse', reason: 'code-red' }), { ...passOf(), skinC: 43.219, seq: 2 });
  await ingest(messageEvent(gate, 'passes', 'GH1:SECRET-CODE-TEXT is no JSON'));
  const text = functions.logged.join('');
  expect(text).toContain('put into quarantine');
  expect(text).toContain('PassesStored');
  const subjects = (await functions.tables.passes()).map(({ subject }) => String(subject));
  for (const secret of ['SECRET-CODE-TEXT', 'red-one', '36.57', '35.12', '43.219', '34.9', ...subjects]) {
    expect(text).not.toContain(secret);
  }
});
