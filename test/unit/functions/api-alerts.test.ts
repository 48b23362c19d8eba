// Goal: an alert is handled by several people through the API, each thing once, and nobody outside its community sees it.
// Method: the real handler on real tables; every refusal, races of two guards, requests that come twice or broke off.
import { createHash } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditEntry, firstBreak } from '../../../domain/audit-trail.ts';
import type { Alert } from '../../../domain/messages/alert.ts';
import { alertKey, auditTrailOf, communityKey, openIn } from '../../../domain/state-keys.ts';
import { createAlertsStore } from '../../../functions/shared/alerts-store.ts';
import { claimsOf, createApiClient } from '../../helpers/api.ts';
import { localCredentials } from '../../helpers/dynalite.ts';
import { type FunctionsUnderTest, place, startFunctions, waits } from '../../helpers/functions.ts';
import { shiftItem } from '../../helpers/shifts.ts';

let functions: FunctionsUnderTest;
let api: ReturnType<typeof createApiClient>;
beforeAll(async () => {
  functions = await startFunctions();
  await functions.tables.putState({ ...communityKey('xixi'), district: 'yuhang' });
  await functions.tables.putState({ ...communityKey('wuchang'), district: 'yuhang' });
  for (const claims of [wang, chen]) await functions.tables.putState(shiftItem('xixi', claims, 'li'));
  api = createApiClient(await functions.coldStartApi());
});
afterAll(() => functions.stop());

const wang = claimsOf('guard community:xixi', 'wang');
const chen = claimsOf('guard community:xixi', 'chen');
const elsewhere = claimsOf('guard community:wuchang', 'elsewhere');
const officer = claimsOf('officer district:yuhang', 'officer');
const operator = claimsOf('operator community:xixi', 'operator');

let raised = 0;
async function raise(change: Partial<Alert> = {}): Promise<string> {
  raised++;
  const alertId = `fever#gate-1#epoch000#${raised}`;
  const raisedAt = new Date(Date.parse('2026-11-24T03:00:00.000Z') + raised * 1_000).toISOString();
  const stored = { alertId, kind: 'fever', state: 'open', ...place, gate: 'gate-1', raisedAt, late: false, ...change };
  const openAt = { openIn: openIn(place.district, place.community) };
  await functions.tables.putState({
    ...alertKey(stored.alertId),
    ...stored,
    ...(stored.state === 'resolved' ? { resolvedIn: openAt.openIn } : openAt),
  });
  return stored.alertId;
}

const heard = (alertId: string) =>
  functions.services.published
    .filter(({ message }) => message.alert.alertId === alertId)
    .map(({ message }) => message.change);

test('acknowledged, measured, handed over, resolved and taken back: guards hear of each, with all of the alert', async () => {
  const alertId = await raise();
  const of = { claims: wang, parameters: { alert: alertId } };
  const acknowledged = await api('acknowledgeAlert', { ...of, seen: 0 });
  expect(acknowledged).toMatchObject({
    status: 200,
    headers: { etag: '"1"' },
    answer: { state: 'acknowledged', revision: 1 },
  });
  const measured = await api('measureAlert', { ...of, seen: 1, body: { contactC: 38.1 } });
  expect(measured.answer?.handling?.measurement).toMatchObject({
    contactC: 38.1,
    contactLimitC: 37.3,
    by: { subject: 'wang' },
  });
  await api('handOverAlert', { ...of, seen: 2, body: { to: { subject: 'chen' } } });
  const resolved = await api('resolveAlert', {
    ...of,
    claims: chen,
    seen: 3,
    body: { outcome: 'referred', note: 'to the clinic' },
  });
  expect(resolved.answer).toMatchObject({
    state: 'resolved',
    handling: { outcome: 'referred', resolvedBy: { subject: 'chen' } },
  });
  expect((await api('reopenAlert', { ...of, claims: chen, seen: 4 })).answer).toMatchObject({
    state: 'acknowledged',
    revision: 5,
  });
  expect(heard(alertId)).toEqual(['acknowledged', 'measured', 'handed-over', 'resolved', 'reopened']);
  expect((await api('getAlert', of)).answer).toEqual(functions.services.published.at(-1)?.message.alert);
});

test('of two guards at the same moment one wins, and the other is told who', async () => {
  const alertId = await raise();
  const answers = await Promise.all(
    [wang, chen].map((claims) => api('acknowledgeAlert', { claims, parameters: { alert: alertId }, seen: 0 })),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  const [winner, loser] = answers.toSorted((a, b) => a.status - b.status);
  expect(loser?.problem).toMatchObject({ reason: 'acknowledged-already', alert: winner?.answer });
  expect(heard(alertId)).toEqual(['acknowledged']);
});

test('who has seen an older revision is told what it is now; who names none is told to', async () => {
  const of = { claims: wang, parameters: { alert: await raise() } };
  await api('measureAlert', { ...of, seen: 0, body: { contactC: 37 } });
  const late = await api('resolveAlert', { ...of, seen: 0, body: { outcome: 'let-in' } });
  expect(late).toMatchObject({
    status: 412,
    headers: { etag: '"1"' },
    problem: { reason: 'changed-meanwhile', alert: { revision: 1 } },
  });
  expect(await api('resolveAlert', { ...of, body: { outcome: 'let-in' } })).toMatchObject({ status: 428 });
});

test('the same key twice gives the same answer and one deed; another request with it is refused', async () => {
  const of = { claims: wang, parameters: { alert: await raise() }, key: 'once-and-only-once' };
  const first = await api('acknowledgeAlert', { ...of, seen: 0 });
  expect(await api('acknowledgeAlert', { ...of, seen: 0 })).toEqual(first);
  expect(heard(of.parameters.alert)).toEqual(['acknowledged']);
  expect(await api('acknowledgeAlert', { ...of, seen: 7 })).toMatchObject({ problem: { reason: 'key-used-before' } });
  expect(await api('acknowledgeAlert', { ...of, claims: chen, seen: 1 })).toMatchObject({
    problem: { reason: 'acknowledged-already' },
  });
});

test('a request that broke off after the alert was written is finished by the next with the same key', async () => {
  const of = { claims: wang, parameters: { alert: await raise() }, key: 'broken-off-half-way' };
  functions.services.status.iotData = 400;
  expect(await api('acknowledgeAlert', { ...of, seen: 0 })).toMatchObject({
    status: 500,
    problem: { reason: 'internal' },
  });
  functions.services.status.iotData = 200;
  expect(await api('acknowledgeAlert', { ...of, seen: 0 })).toMatchObject({ status: 200, answer: { revision: 1 } });
  expect(heard(of.parameters.alert)).toEqual(['acknowledged']);
});

test('a request that somebody is carrying out is not carried out a second time meanwhile', async () => {
  const of = { claims: wang, parameters: { alert: await raise() }, key: 'while-it-is-under-way' };
  let again: Promise<unknown> | undefined;
  functions.services.beforePublishing = async () => {
    functions.services.beforePublishing = async () => {};
    again = api('acknowledgeAlert', { ...of, seen: 0 });
    await again;
  };
  expect(await api('acknowledgeAlert', { ...of, seen: 0 })).toMatchObject({ status: 200 });
  expect(await again).toMatchObject({ status: 409, problem: { reason: 'request-under-way' } });
});

test('what gates resolve meanwhile stays resolved, with what people had done so far', async () => {
  const alertId = await raise({ alertId: 'gate-event#gate-1#x', kind: 'gate-event' });
  const of = { claims: wang, parameters: { alert: alertId } };
  await api('acknowledgeAlert', { ...of, seen: 0 });
  const client = new DynamoDBClient({
    endpoint: functions.tables.url,
    region: 'local-1',
    credentials: localCredentials,
  });
  const store = createAlertsStore({ client, name: functions.tables.stateTable }, waits);
  const resolvedAt = '2026-11-24T03:30:00.000Z';
  const byMachine = await store.resolve(alertId, resolvedAt, (request) => request());
  client.destroy();
  expect(byMachine).toMatchObject({
    state: 'resolved',
    revision: 2,
    resolvedAt,
    handling: { acknowledgedBy: { subject: 'wang' } },
  });
  const late = await api('resolveAlert', { ...of, seen: 1, body: { outcome: 'confirmed' } });
  expect(late).toMatchObject({ status: 409, problem: { reason: 'resolved-already', alert: byMachine } });
  expect(await api('reopenAlert', { ...of, seen: 2 })).toMatchObject({ problem: { reason: 'too-late-to-reopen' } });
});

test('an alert of another community is not there, nor is one about a person for an operator', async () => {
  const alertId = await raise();
  for (const claims of [elsewhere, operator]) {
    const of = { claims, parameters: { alert: alertId } };
    expect(await api('getAlert', of)).toMatchObject({ status: 404, problem: { reason: 'not-found' } });
    expect(await api('acknowledgeAlert', { ...of, seen: 0 })).toMatchObject({ status: 404 });
    expect(await api('resolveAlert', { ...of, seen: 0, body: { outcome: 'let-in' } })).toMatchObject({ status: 404 });
  }
  expect(await api('getAlert', { claims: officer, parameters: { alert: alertId } })).toMatchObject({ status: 200 });
  expect(heard(alertId)).toEqual([]);
});

test('lists: worst and newest first, page by page, each alert once; resolved ones apart', async () => {
  const offline = await raise({ alertId: 'gate-offline#gate-1#x', kind: 'gate-offline' });
  const all: Alert[] = [];
  let cursor: string | undefined;
  do {
    const query = { community: 'xixi', limit: '2', ...(cursor && { cursor }) };
    const { answer } = await api('listAlerts', { claims: wang, query });
    all.push(...(answer?.alerts ?? []));
    cursor = answer?.next ?? undefined;
  } while (cursor);
  expect(all.at(-1)?.state).toBe('acknowledged');
  expect(all.filter(({ state }) => state === 'open').at(-1)?.alertId).toBe(offline);
  expect(new Set(all.map(({ alertId }) => alertId)).size).toBe(all.length);
  expect(all.length).toBeGreaterThan(5);
  const ofOperator = await api('listAlerts', { claims: operator, query: { community: 'xixi' } });
  expect(ofOperator.answer?.alerts.map(({ alertId }) => alertId)).toEqual([offline]);
  const resolved = await api('listAlerts', {
    claims: wang,
    query: { community: 'xixi', state: 'resolved', limit: '1' },
  });
  expect(resolved.answer?.alerts).toMatchObject([{ state: 'resolved' }]);
  expect(await api('listAlerts', { claims: elsewhere, query: { community: 'xixi' } })).toMatchObject({ status: 404 });
  expect(await api('listAlerts', { claims: wang, query: { community: 'xixi', cursor: 'bm9uc2Vuc2U' } })).toMatchObject({
    problem: { reason: 'bad-request', field: 'cursor' },
  });
});

test.each([
  ['no JSON', '{"outcome":', ''],
  ['an unknown field', { outcome: 'let-in', more: 1 }, ''],
  ['an unknown outcome', { outcome: 'arrested' }, 'outcome'],
  ['a note that is too long', { outcome: 'let-in', note: 'x'.repeat(501) }, 'note'],
  ['a name twice', '{"outcome":"let-in","outcome":"referred"}', ''],
])('%s is refused by the name of the field, with nothing of its content', async (_name, body, field) => {
  const refused = await api('resolveAlert', { claims: wang, parameters: { alert: await raise() }, seen: 0, body });
  expect(refused).toMatchObject({ status: 400, problem: { reason: 'bad-request', ...(field && { field }) } });
  expect(JSON.stringify(refused.problem)).not.toMatch(/arrested|xxx/);
});

test('who is signed out, or has no role, may nothing', async () => {
  const of = { claims: claimsOf('guard community:xixi', 'li'), parameters: { alert: await raise() } };
  expect(await api('getAlert', of)).toMatchObject({ status: 200 });
  expect(await api('signOut', of)).toMatchObject({ status: 204 });
  expect(await api('getAlert', of)).toMatchObject({ status: 401, problem: { reason: 'not-signed-in' } });
  for (const claims of [claimsOf('community:xixi'), claimsOf('guard officer community:xixi'), {}]) {
    expect(await api('getAlert', { ...of, claims })).toMatchObject({ status: 403 });
  }
});

test('all of it is in the audit trail, in one chain, before it was done; what was measured or noted is not', async () => {
  const entries = (await functions.tables.state(auditTrailOf('xixi'))).map((item) => auditEntry.parse(item));
  const inOrder = entries.toSorted((a, b) => a.seq - b.seq);
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  expect(firstBreak(inOrder, sha256)).toBeUndefined();
  const altered = inOrder.map((entry) => (entry.seq === 2 ? { ...entry, said: 'let-in' } : entry));
  expect(firstBreak(altered, sha256)).toBe(2);
  expect(firstBreak(inOrder.toSpliced(2, 1), sha256)).toBe(3);
  expect(inOrder.slice(0, 4)).toMatchObject([
    { what: 'acknowledgeAlert', by: { subject: 'wang' }, revision: 0 },
    { what: 'measureAlert' },
    { what: 'handOverAlert', said: 'chen' },
    { what: 'resolveAlert', by: { subject: 'chen' }, said: 'referred' },
  ]);
  expect(JSON.stringify(entries)).not.toMatch(/contact|clinic/);
});

test('nothing of a person, a note or an alert is in the log', () => {
  expect(functions.logged.join('')).not.toMatch(/contact|clinic|fever#|wang/);
  expect(functions.logged.join('')).toContain('audited');
});
