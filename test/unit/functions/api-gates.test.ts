// Goal: guards see passes and gates of their community, open its barrier and show visitors codes; and nothing else.
// Method: the real handler on real tables, with a gate's nonce, KMS keys and a broker that keeps what it is told.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditEntry } from '../../../domain/audit-trail.ts';
import { readCode } from '../../../domain/codes/read.ts';
import { apiLimits } from '../../../domain/limits/api.ts';
import { dayBeginsMs, localDay } from '../../../domain/local-day.ts';
import { command } from '../../../domain/messages/command.ts';
import { gateConfig } from '../../../domain/messages/config.ts';
import { passesOf } from '../../../domain/pass-key.ts';
import { auditTrailOf, commandKey, communityKey, gateKey, gateOfCommunityKey } from '../../../domain/state-keys.ts';
import { gateTopic } from '../../../domain/topics.ts';
import { createCodePlatform } from '../../../platform/codes.ts';
import { type ApiRequest, claimsOf, createApiClient } from '../../helpers/api.ts';
import { type FunctionsUnderTest, place, startFunctions } from '../../helpers/functions.ts';
import { shiftItem } from '../../helpers/shifts.ts';

let functions: FunctionsUnderTest;
let api: ReturnType<typeof createApiClient>;
beforeAll(async () => {
  functions = await startFunctions();
  await functions.tables.putState({ ...communityKey('xixi'), district: 'yuhang' });
  await functions.tables.putState({ ...communityKey('wuchang'), district: 'yuhang' });
  for (const gate of ['gate-1', 'gate-2', 'gate-away']) {
    await functions.tables.putState({
      ...gateKey(gate),
      gate,
      ...place,
      connected: gate !== 'gate-away',
      configVersion: 3,
    });
    await functions.tables.putState(gateOfCommunityKey('xixi', gate));
  }
  // It was moved.
  await functions.tables.putState({ ...gateKey('gate-9'), gate: 'gate-9', district: 'yuhang', community: 'wuchang' });
  await functions.tables.putState(gateOfCommunityKey('xixi', 'gate-9'));
  await functions.tables.putState(shiftItem('xixi', guard, 'li'));
  api = createApiClient(await functions.coldStartApi());
});
afterAll(() => functions.stop());

const guard = claimsOf('guard community:xixi', 'wang');
const officer = claimsOf('officer district:yuhang', 'officer');
const operator = claimsOf('operator district:yuhang', 'operator');
const elsewhere = claimsOf('guard community:wuchang', 'elsewhere');

const minuteMs = 60_000;
const nowMs = Date.now();
const gateOne = { gate: 'gate-1' };

/** A pass as `ingest` stores it, minutes ago. */
async function store(minutesAgo: number, change: Record<string, unknown> = {}) {
  const at = new Date(nowMs - minutesAgo * minuteMs).toISOString();
  const pass = {
    gate: 'gate-1',
    epoch: 'epoch000',
    seq: 100_000 - minutesAgo,
    at,
    direction: 'in',
    site: 'face',
    skinC: 35.5,
    ambientC: 21,
    baselineC: 35.2,
    verdict: 'admit',
    reason: 'ok',
    configVersion: 0,
    ...change,
  };
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(Date.parse(at));
  const { gate, epoch, seq } = pass;
  const sk = [at, gate, epoch, seq, 'digest'].join('#');
  const secret = { subject: 'pseudonym-of-somebody', expiresAt: Math.floor(nowMs / 1_000) + 3_600 };
  await functions.tables.putPass({
    pk: passesOf('xixi', day),
    sk,
    ...secret,
    codeForm: 'gatehouse',
    codeKind: 'resident',
    ...pass,
  });
}

test('passes by time, newest first, page by page; nothing of codes or persons; what has expired is gone', async () => {
  const ages = [1, 2, 5, 60, 23 * 60];
  for (const age of ages) await store(age);
  await store(3, { gate: 'gate-2' });
  await store(4, { expiresAt: Math.floor(nowMs / 1_000) - 60 });
  await store(25 * 60);
  const seqs: number[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: '2', ...(cursor && { cursor }) };
    const { answer } = await api('listGatePasses', { claims: guard, parameters: gateOne, query });
    seqs.push(...(answer?.passes.map(({ seq }) => seq) ?? []));
    expect(JSON.stringify(answer)).not.toContain('pseudonym');
    cursor = answer?.next ?? undefined;
  } while (cursor);
  expect(seqs).toEqual(ages.map((age) => 100_000 - age));
  const all = await api('listCommunityPasses', { claims: officer, parameters: { community: 'xixi' } });
  expect(all.answer?.passes.map(({ gate }) => gate)).toEqual([
    'gate-1',
    'gate-1',
    'gate-2',
    'gate-1',
    'gate-1',
    'gate-1',
  ]);
  const to = new Date(nowMs - minuteMs).toISOString();
  const from = new Date(nowMs - 5 * minuteMs).toISOString();
  const some = await api('listGatePasses', { claims: guard, parameters: gateOne, query: { from, to } });
  expect(some.answer?.passes.map(({ seq }) => seq)).toEqual([99_998, 99_995]);
});

test.each<[string, number, ApiRequest]>([
  ['of another community', 404, { claims: elsewhere, parameters: gateOne }],
  ['by an operator, who sees nobody', 403, { claims: operator, parameters: gateOne }],
  ['of a gate that there is not', 404, { claims: guard, parameters: { gate: 'gate-7' } }],
  ['of a gate that there cannot be', 404, { claims: guard, parameters: { gate: '../gate' } }],
  [
    'of two months',
    400,
    { claims: guard, parameters: gateOne, query: { from: new Date(nowMs - 60 * 1_440 * minuteMs).toISOString() } },
  ],
  ['from a cursor that is none', 400, { claims: guard, parameters: gateOne, query: { cursor: 'xyz' } }],
])('no passes %s', async (_name, status, request) => {
  expect(await api('listGatePasses', request)).toMatchObject({ status });
});

test('a chart of the last hours: what people had, the baseline, and who was held', async () => {
  await store(7, { verdict: 'recheck', reason: 'too-warm', skinC: 37.1 });
  const { answer } = await api('getGateHours', { claims: guard, parameters: gateOne, query: { hours: '1' } });
  expect(answer).toMatchObject({ stepS: 300, complete: true });
  expect(answer?.alarms).toMatchObject([{ reason: 'too-warm', skinC: 37.1, baselineC: 35.2 }]);
  expect(answer?.steps.reduce((sum, { passes }) => sum + passes, 0)).toBe(4);
});

test('figures of a day add up, and are what its passes say', async () => {
  const day = localDay(nowMs, 'Asia/Shanghai');
  const begunMs = dayBeginsMs(day, 'Asia/Shanghai');
  const asked = { claims: guard, parameters: { community: 'xixi' }, query: { day } };
  const before = (await api('getFigures', asked)).answer;
  const minutesAgo = (nowMs - begunMs) / minuteMs;
  await store(minutesAgo, { seq: 1, verdict: 'refuse', reason: 'code-red' });
  await store(minutesAgo, { seq: 2, verdict: 'admit', contactC: 36.6 });
  await store(minutesAgo + 1, { seq: 3 });
  const after = (await api('getFigures', asked)).answer;
  expect(after).toMatchObject({ day, complete: true, refused: (before?.refused ?? 0) + 1 });
  expect(after?.passes).toBe((before?.passes ?? 0) + 2);
  expect(after?.hours[0]).toMatchObject({ hour: 0 });
  expect(after?.reasons).toContainEqual({ verdict: 'refuse', reason: 'code-red', passes: 1 });
  expect(await api('getFigures', { ...asked, claims: operator })).toMatchObject({ status: 403 });
  expect(await api('getFigures', { ...asked, claims: elsewhere })).toMatchObject({ status: 404 });
});

test('gates of a community: those that are there now', async () => {
  const { answer } = await api('listGates', { claims: operator, parameters: { community: 'xixi' } });
  expect(answer?.gates.map(({ gate, connected }) => [gate, connected])).toEqual([
    ['gate-1', true],
    ['gate-2', true],
    ['gate-away', false],
  ]);
  expect(await api('getGate', { claims: guard, parameters: gateOne })).toMatchObject({
    answer: { configVersion: 3, disabled: false },
  });
  expect(await api('listGates', { claims: elsewhere, parameters: { community: 'xixi' } })).toMatchObject({
    status: 404,
  });
});

test('a config is given as the next version by who has seen the last, and retained for the gate', async () => {
  const of = { claims: operator, parameters: gateOne };
  const { answer, headers } = await api('getConfig', of);
  expect(headers).toMatchObject({ etag: '"0"' });
  const { version, issuedAt, ...chosen } = gateConfig.parse(answer);
  const body = { ...chosen, limitC: { face: 1, forehead: 1 } };
  expect(await api('putConfig', { ...of, claims: guard, seen: 0, body })).toMatchObject({ status: 403 });
  expect(await api('putConfig', { ...of, seen: 0, body })).toMatchObject({
    status: 200,
    headers: { etag: '"1"' },
    answer: { version: 1 },
  });
  expect(await api('putConfig', { ...of, seen: 0, body })).toMatchObject({
    status: 412,
    problem: { reason: 'changed-meanwhile' },
  });
  const retained = functions.services.retained.get(gateTopic({ community: 'xixi', gate: 'gate-1' }, 'config'));
  expect(gateConfig.parse(JSON.parse(String(retained)))).toMatchObject({ version: 1, limitC: { face: 1 } });
});

const reason = 'ambulance';
const offerNonce = (gate: string) =>
  functions.tables.putState({ ...gateKey(gate), gate, ...place, connected: true, nonce: `nonce-of-${randomUUID()}` });

test('a barrier is opened with the nonce of the gate, for ten seconds, and is in the trail before and after', async () => {
  await offerNonce('gate-1');
  const of = { claims: guard, parameters: gateOne, body: { reason } };
  const { status, answer } = await api('openBarrier', of);
  expect(status).toBe(202);
  const { message } = functions.services.toGates.at(-1) ?? {};
  const sent = command.parse(message);
  expect(sent).toMatchObject({ kind: 'open', commandId: answer?.commandId });
  expect(Date.parse(sent.deadline) - Date.now()).toBeLessThanOrEqual(apiLimits.openValidMs);
  expect(await api('openBarrier', of)).toMatchObject({ status: 409, problem: { reason: 'gate-away' } });
  const parameters = { ...gateOne, command: sent.commandId };
  expect((await api('getCommand', { claims: guard, parameters })).answer).toMatchObject({
    kind: 'open',
    state: 'sent',
  });
  expect(await functions.tables.readState(commandKey('gate-1', sent.commandId))).toMatchObject({ state: 'sent' });
  const entries = (await functions.tables.state(auditTrailOf('xixi'))).map((item) => auditEntry.parse(item));
  expect(entries.filter(({ about }) => about === 'gate-1').toSorted((a, b) => a.seq - b.seq)).toMatchObject([
    { what: 'openBarrier', said: reason, by: { subject: 'wang', guard: 'li' } },
    { what: 'sent', said: sent.commandId },
    { what: 'openBarrier', said: reason },
    { what: 'not-done', said: 'gate-away' },
  ]);
});

test.each<[string, number, ApiRequest]>([
  ['by an officer', 403, { claims: officer }],
  ['by a guard of the district who is not of the community', 403, { claims: claimsOf('guard district:yuhang') }],
  ['by a guard of another community', 404, { claims: elsewhere }],
  ['without a reason', 400, { claims: guard, body: { reason: ' ' } }],
  ['without a key', 400, { claims: guard, headers: { 'idempotency-key': 'short' } }],
  ['by a guard who is not on shift', 403, { claims: claimsOf('guard community:xixi', 'chen') }],
  ['when it is away', 409, { claims: guard, parameters: { gate: 'gate-away' } }],
])('no barrier is opened %s', async (_name, status, request) => {
  const told = functions.services.toGates.length;
  const parameters = { gate: 'gate-2' };
  expect(await api('openBarrier', { parameters, body: { reason }, ...request })).toMatchObject({ status });
  expect(functions.services.toGates).toHaveLength(told);
});

test('a barrier is opened so many times a minute and no more', async () => {
  const statuses: number[] = [];
  for (let times = 0; times < 2 * apiLimits.opensPerGateMinuteMax + 1; times++) {
    await offerNonce('gate-2');
    statuses.push(
      (await api('openBarrier', { claims: guard, parameters: { gate: 'gate-2' }, body: { reason } })).status,
    );
  }
  expect(statuses.at(-1)).toBe(429);
});

test("a visitor's code opens that community's gates for the hours that were said; its text is kept nowhere", async () => {
  const of = { claims: guard, body: { community: 'xixi', hours: 2 }, key: 'a-visitor-of-building-3' };
  const { status, answer } = await api('issueVisitorCode', of);
  expect(status).toBe(201);
  const code = answer?.code ?? '';
  const read = readCode(code, createCodePlatform());
  expect(typeof read).toBe('object');
  expect(Date.parse(answer?.untilAt ?? '') - Date.parse(answer?.fromAt ?? '')).toBe(2 * 60 * minuteMs);
  const again = await api('issueVisitorCode', of);
  expect({ ...again.answer, code: '' }).toEqual({ ...answer, code: '' });
  const kept = JSON.stringify(await functions.tables.state()) + functions.logged.join('');
  expect(kept).not.toContain(code.slice(0, 40));
  const revoke = { parameters: { code: answer?.id ?? '' } };
  expect(await api('revokeVisitorCode', { ...revoke, claims: elsewhere })).toMatchObject({ status: 404 });
  expect(await api('revokeVisitorCode', { ...revoke, claims: guard })).toMatchObject({ status: 204 });
  expect(await api('revokeVisitorCode', { ...revoke, claims: guard })).toMatchObject({ status: 204 });
  expect(await functions.tables.state('revoked-codes')).toHaveLength(1);
  expect(await api('issueVisitorCode', { claims: elsewhere, body: of.body })).toMatchObject({ status: 404 });
});

test('who is signed in hears where they may do anything', async () => {
  const communities = ['wuchang', 'xixi'].map((community) => ({ district: 'yuhang', community }));
  expect((await api('getMe', { claims: officer })).answer).toEqual({
    subject: 'officer',
    role: 'officer',
    communities,
    hears: ['gatehouse/v1/guards/yuhang/+/alerts'],
  });
  expect((await api('getMe', { claims: guard })).answer).toMatchObject({
    communities: communities.slice(1),
    hears: ['gatehouse/v1/guards/yuhang/xixi/alerts'],
  });
});
