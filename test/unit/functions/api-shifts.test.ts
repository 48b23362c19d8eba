// Goal: a post's phone is shared by guards who identify by a PIN; every deed names who did it; nobody learns or guesses
// a PIN, and nobody keeps a shift out for long.
// Method: the real handler on real tables; each refusal; many tries at the same moment; what is written is searched.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditEntry } from '../../../domain/audit-trail.ts';
import { wrongPinLimits } from '../../../domain/limits/shifts.ts';
import type { Alert } from '../../../domain/messages/alert.ts';
import {
  alertKey,
  auditTrailOf,
  communityKey,
  guardKey,
  openIn,
  shiftKey,
  wrongPinsKey,
} from '../../../domain/state-keys.ts';
import { claimsOf, createApiClient } from '../../helpers/api.ts';
import { type FunctionsUnderTest, place, startFunctions } from '../../helpers/functions.ts';
import { until } from '../../helpers/wait.ts';

let functions: FunctionsUnderTest;
let api: ReturnType<typeof createApiClient>;
const parameters = { community: 'xixi' };
const pins = { li: '2580', wu: '314159' };

beforeAll(async () => {
  functions = await startFunctions();
  await functions.tables.putState({ ...communityKey('xixi'), district: 'yuhang' });
  await functions.tables.putState({ ...communityKey('wuchang'), district: 'yuhang' });
  api = createApiClient(await functions.coldStartApi());
  for (const [guard, pin] of Object.entries(pins)) {
    const named = await api('putGuard', { claims: officer, ...of(guard), body: { label: ` ${guard} `, pin } });
    expect(named).toMatchObject({ status: 200, answer: { guard, label: guard } });
  }
});
afterAll(() => functions.stop());

const officer = claimsOf('officer district:yuhang', 'officer');
const elsewhere = claimsOf('guard community:wuchang', 'elsewhere');
const post = (session: string) => claimsOf('guard community:xixi', 'post', session);
const of = (guard: string) => ({ parameters: { ...parameters, guard } });
const begin = (session: string, guard: string, pin: string) =>
  api('beginShift', { claims: post(session), parameters, body: { guard, pin } });

async function trail() {
  const items = await functions.tables.state(auditTrailOf('xixi'));
  return items.map((item) => auditEntry.parse(item)).toSorted((a, b) => a.seq - b.seq);
}

let raised = 0;
async function raise(): Promise<string> {
  raised++;
  const alertId = `fever#gate-1#epoch000#${raised}`;
  const raisedAt = new Date(Date.parse('2026-11-24T03:00:00.000Z') + raised * 1_000).toISOString();
  const stored = { alertId, kind: 'fever', state: 'open', ...place, gate: 'gate-1', raisedAt, late: false };
  await functions.tables.putState({
    ...alertKey(alertId),
    ...stored,
    openIn: openIn(place.district, place.community),
  });
  return alertId;
}
const acknowledge = (session: string, alert: string, seen = 0) =>
  api('acknowledgeAlert', { claims: post(session), parameters: { alert }, seen });

test('guards of a community are seen by its guards and officers; their PINs by nobody', async () => {
  const listed = await api('listGuards', { claims: post('s-list'), parameters });
  expect(listed.answer).toEqual({
    guards: [
      { guard: 'li', label: 'li' },
      { guard: 'wu', label: 'wu' },
    ],
  });
  expect(await api('listGuards', { claims: elsewhere, parameters })).toMatchObject({ status: 404 });
  expect(await api('listGuards', { claims: claimsOf('operator community:xixi'), parameters })).toMatchObject({
    status: 403,
  });
});

test.each<[string, number, object]>([
  ['by a guard', 403, { claims: claimsOf('guard community:xixi') }],
  ['by an officer of elsewhere', 404, { claims: claimsOf('officer community:wuchang') }],
  ['without a PIN, though new', 400, { body: { label: 'x' } }],
  ['with a PIN that is easy to guess', 400, { body: { label: 'x', pin: '123456' } }],
  ['with a PIN of letters', 400, { body: { label: 'x', pin: 'abcd' } }],
  ['with a label of two lines', 400, { body: { label: 'x\n{"level":"ERROR"}', pin: '2580' } }],
])('no guard is named %s', async (_name, status, request) => {
  const refused = await api('putGuard', {
    claims: officer,
    ...of('new'),
    body: { label: 'x', pin: '2580' },
    ...request,
  });
  expect(refused).toMatchObject({ status });
  expect(JSON.stringify(refused.problem)).not.toMatch(/2580|1234|abcd|ERROR/);
  expect(await functions.tables.readState(guardKey('xixi', 'new'))).toBeUndefined();
});

test('without a shift a guard sees and does nothing; with one, deeds name who did them; officers need none', async () => {
  const alert = await raise();
  const refused = await acknowledge('s-1', alert);
  expect(refused).toMatchObject({ status: 403, problem: { reason: 'not-on-shift' } });
  const barrier = { parameters: { gate: 'gate-1' }, body: { reason: 'ambulance' } };
  await functions.enrol('gate-1');
  expect(await api('openBarrier', { claims: post('s-1'), ...barrier })).toMatchObject({
    problem: { reason: 'not-on-shift' },
  });
  expect((await api('getShift', { claims: post('s-1'), parameters })).answer).toEqual({ shift: null, others: [] });

  const { status, answer } = await begin('s-1', 'li', pins.li);
  expect([status, answer?.handedOver]).toEqual([200, 0]);
  expect((await api('getShift', { claims: post('s-1'), parameters })).answer?.shift).toEqual(answer?.shift);
  const acknowledged = await acknowledge('s-1', alert);
  expect(acknowledged.answer?.handling?.acknowledgedBy).toEqual({ subject: 'post', guard: 'li' });
  expect(await acknowledge('s-other', await raise())).toMatchObject({ problem: { reason: 'not-on-shift' } });
  const byOfficer = await api('acknowledgeAlert', { claims: officer, parameters: { alert: await raise() }, seen: 0 });
  expect(byOfficer.answer?.handling?.acknowledgedBy).toEqual({ subject: 'officer' });
  expect((await api('getShift', { claims: officer, parameters })).answer).toEqual({
    shift: null,
    others: [answer?.shift],
  });
});

test('who begins a shift takes over from the one before; guards hear of it, and the trail says when', async () => {
  const alert = await raise();
  await begin('s-2', 'li', pins.li);
  await acknowledge('s-2', alert);
  const before = (await trail()).length;
  const { answer } = await begin('s-2', 'wu', pins.wu);
  expect(answer).toMatchObject({ shift: { guard: 'wu' } });
  const now = await api('getAlert', { claims: post('s-2'), parameters: { alert } });
  const [li, wu] = ['li', 'wu'].map((guard) => ({ subject: 'post', guard }));
  // `li` is still on shift at the phone of the test before: what is theirs there stays theirs, and so does this.
  expect(now.answer?.handling?.handedOver).toBeUndefined();
  expect(answer?.handedOver).toBe(0);
  expect(await api('endShift', { claims: post('s-1'), parameters })).toMatchObject({ status: 204 });
  expect((await begin('s-2', 'wu', pins.wu)).answer?.handedOver).toBe(2);
  const after = await api('getAlert', { claims: post('s-2'), parameters: { alert } });
  expect(after.answer?.handling).toMatchObject({ acknowledgedBy: li, handedOver: [{ by: wu, to: wu }] });
  const heard: Alert[] = functions.services.published.map(({ message }) => message.alert);
  expect(heard.at(-1)?.handling?.handedOver).toMatchObject([{ to: wu }]);
  const said = (await trail()).slice(before).map(({ what, about, by, said: why }) => [what, about, by.guard, why]);
  expect(said).toEqual([
    ['endShift', 'li', 'wu', 'relieved'],
    ['beginShift', 'wu', 'wu', expect.stringMatching(/^until 20/)],
    ['endShift', 'li', 'li', 'ended'],
    ['endShift', 'wu', 'wu', 'relieved'],
    ['beginShift', 'wu', 'wu', expect.stringMatching(/^until 20/)],
    ['handOverAlert', expect.stringMatching(/^fever#/), 'wu', 'wu'],
    ['handOverAlert', expect.stringMatching(/^fever#/), 'wu', 'wu'],
  ]);
});

test('a shift ends by itself, at sign-out, and when its guard is removed or has another PIN', async () => {
  await functions.tables.putState({
    ...shiftKey('xixi', 's-old'),
    ...{ sessionId: 's-old', subject: 'post', guard: 'li' },
    ...{ since: '2026-11-23T00:00:00.000Z', until: '2026-11-23T12:00:00.000Z' },
  });
  expect(await acknowledge('s-old', await raise())).toMatchObject({ problem: { reason: 'not-on-shift' } });

  await begin('s-out', 'wu', pins.wu);
  expect(await api('signOut', { claims: post('s-out') })).toMatchObject({ status: 204 });
  expect(await functions.tables.readState(shiftKey('xixi', 's-out'))).toMatchObject({ endedAt: expect.any(String) });

  await api('putGuard', { claims: officer, ...of('chen'), body: { label: 'chen', pin: '7391' } });
  await begin('s-3', 'chen', '7391');
  await api('putGuard', { claims: officer, ...of('chen'), body: { label: 'Chen of the east gate' } });
  expect((await api('getShift', { claims: post('s-3'), parameters })).answer?.shift).not.toBeNull();
  for (const twice of [204, 204]) {
    expect(await api('removeGuard', { claims: officer, ...of('chen') })).toMatchObject({ status: twice });
  }
  expect((await api('getShift', { claims: post('s-3'), parameters })).answer?.shift).toBeNull();
  expect(await begin('s-3', 'chen', '7391')).toMatchObject({ status: 403, problem: { reason: 'pin-refused' } });
  const entries = (await trail()).filter(({ what }) => what === 'endShift').slice(-2);
  expect(entries).toMatchObject([
    { said: 'signed-out', by: { guard: 'wu' } },
    { said: 'guard-changed', by: { subject: 'officer' } },
  ]);
});

test('who is removed while their PIN is looked at is not on shift afterwards', async () => {
  await api('putGuard', { claims: officer, ...of('gao'), body: { label: 'gao', pin: '7391' } });
  const beginning = begin('s-race', 'gao', '7391');
  await until('the count, before the look', () => functions.tables.readState(wrongPinsKey('guard#xixi#gao')));
  expect(await api('removeGuard', { claims: officer, ...of('gao') })).toMatchObject({ status: 204 });
  await beginning;
  expect((await api('getShift', { claims: post('s-race'), parameters })).answer?.shift).toBeNull();
});

test('a wrong PIN and a guard that there is not get the same answer, after the same time', async () => {
  const time = async (session: string, guard: string, pin: string) => {
    const startedAt = process.cpuUsage().user;
    const { headers, ...answer } = await begin(session, guard, pin);
    return { answer, cpuMs: (process.cpuUsage().user - startedAt) / 1_000 };
  };
  const [wrong, unknown] = [await time('s-4', 'li', '0987'), await time('s-5', 'nobody', '0987')];
  expect(wrong.answer).toEqual(unknown.answer);
  expect(wrong.answer).toMatchObject({ status: 403, problem: { reason: 'pin-refused' } });
  expect(unknown.cpuMs / wrong.cpuMs).toBeGreaterThan(0.4);
  expect(unknown.cpuMs / wrong.cpuMs).toBeLessThan(2.5);
});

/** As if so many had been wrong just now. */
const countWrong = (triedAt: string, count: number) =>
  functions.tables.putState({ ...wrongPinsKey(triedAt), count, lastAtMs: Date.now() });

test('wrong PINs make a phone wait, and tell how long; many at the same moment are no way around', async () => {
  const { freeMax, firstWaitMs } = wrongPinLimits.phone;
  await countWrong('phone#s-6', freeMax - 2);
  const guesses = Array.from({ length: 8 }, (_, index) => begin('s-6', `no-${index}`, '2580'));
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 403).length).toBeLessThanOrEqual(2);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(6);

  await countWrong('phone#s-6', freeMax - 1);
  expect(await begin('s-6', 'nobody', '2580')).toMatchObject({ status: 403, problem: { waitS: firstWaitMs / 1_000 } });
  const right = await begin('s-6', 'wu', pins.wu);
  expect(right).toMatchObject({ status: 429, problem: { reason: 'too-many-requests' } });
  expect(right.problem?.waitS).toBeLessThanOrEqual(firstWaitMs / 1_000);
  expect(right.headers['retry-after']).toBe(String(right.problem?.waitS));
  // At another phone the guard gets in at once.
  expect(await begin('s-7', 'wu', pins.wu)).toMatchObject({ status: 200 });
});

test('wrong PINs for a guard count from all phones together; right ones in between buy nothing', async () => {
  const { freeMax } = wrongPinLimits.guard;
  await countWrong('guard#xixi#li', freeMax - 1);
  await countWrong('phone#s-8', 3);
  expect(await begin('s-8', 'li', pins.li)).toMatchObject({ status: 200 });
  expect(await functions.tables.readState(wrongPinsKey('phone#s-8'))).toMatchObject({ count: 3 });
  await countWrong('guard#xixi#li', freeMax);
  expect(await begin('s-8', 'li', pins.li)).toMatchObject({ status: 429 });
  expect(await functions.tables.readState(wrongPinsKey('phone#s-8'))).toMatchObject({ count: 3 });
});

test('no PIN is in the tables, the trail or the log, in any writing; a guard sees no trail of them', async () => {
  const state = JSON.stringify(await functions.tables.state());
  for (const secret of [pins.wu, Buffer.from(pins.wu).toString('base64')]) {
    expect(state).not.toContain(secret);
    expect(functions.logged.join('')).not.toContain(secret);
  }
  const kept = await functions.tables.readState(guardKey('xixi', 'wu'));
  expect(Object.keys(kept ?? {}).toSorted()).toEqual(['guard', 'label', 'pin', 'pinSince', 'pk', 'sk']);
  expect((await functions.tables.state('request#post')).length).toBeGreaterThan(0);
  expect(JSON.stringify(await functions.tables.state('request#post'))).not.toContain('beginShift');
});
