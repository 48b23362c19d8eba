// Goal: an escalation is neither lost nor doubled nor silent, whatever comes to grief; and no message floods anybody.
// Method: the real handler on real tables, with services over HTTP; alerts that were raised a while ago; lost and doubled
// messages, channels that fail, functions that end half-way.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BodyOf } from '../../../domain/api/routes.ts';
import { escalationLimits } from '../../../domain/limits/escalation.ts';
import type { Alert } from '../../../domain/messages/alert.ts';
import { auditTrailOf, communityKey, signedOutKey } from '../../../domain/state-keys.ts';
import { type AlertsStore, createAlertsStore } from '../../../functions/shared/alerts-store.ts';
import { claimsOf, createApiClient } from '../../helpers/api.ts';
import { newBrowserPush } from '../../helpers/browser-push.ts';
import { localCredentials } from '../../helpers/dynalite.ts';
import { type FunctionsUnderTest, startFunctions, waits } from '../../helpers/functions.ts';

let functions: FunctionsUnderTest;
let alerts: AlertsStore;
let escalate: Awaited<ReturnType<FunctionsUnderTest['coldStartEscalate']>>;
let api: ReturnType<typeof createApiClient>;

beforeAll(async () => {
  functions = await startFunctions();
  const client = new DynamoDBClient({
    endpoint: functions.tables.url,
    region: 'local-1',
    credentials: localCredentials,
  });
  alerts = createAlertsStore({ client, name: functions.tables.stateTable }, waits);
  escalate = await functions.coldStartEscalate();
  api = createApiClient(await functions.coldStartApi());
});
afterAll(() => functions.stop());

const once = <T>(request: () => Promise<T>) => request();
const district = 'yuhang';
const officer = claimsOf(`officer district:${district}`, 'officer');
const always = { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' };
const told = () => functions.services.sent.map(({ to }) => to);

let places = 0;
let community = '';
/** Each test has a community, and with it budgets and gates, of its own. */
beforeEach(async () => {
  places += 1;
  community = `place-${places}`;
  Object.assign(functions.services, { sent: [], notices: [], published: [], reminders: [] });
  Object.assign(functions.services.status, { texts: 200, iotData: 200 });
  await functions.tables.putState({ ...communityKey(community), district });
});

type Person = BodyOf<'putRoster'>['people'][number];
const phone = (digits: number) => `+86138000000${String(digits).padStart(2, '0')}`;
const withPhone = (person: string, digits: number, more: Partial<Person> = {}): Person => ({
  person,
  mail: false,
  reach: { phone: phone(digits) },
  ...more,
});

async function onDuty(people: Person[]): Promise<void> {
  const body = { people, duties: [{ ...always, people: people.map(({ person }) => person) }] };
  const { status } = await api('putRoster', { claims: officer, parameters: { community }, seen: 0, body });
  expect(status).toBe(200);
}

let raised = 0;
async function raise(agoS: number, change: Partial<Alert> = {}): Promise<string> {
  raised += 1;
  const alertId = `fever#gate-${places}#epoch000#${raised}`;
  const raisedAt = new Date(Date.now() - agoS * 1_000).toISOString();
  const place = { district, community, gate: `gate-${places}` };
  await alerts.create(
    { alertId, kind: 'fever', state: 'open', revision: 0, ...place, raisedAt, late: false, ...change },
    once,
  );
  return alertId;
}

const look = (...ids: string[]) =>
  escalate({ Records: ids.map((alertId, index) => ({ messageId: `m${index}`, body: JSON.stringify({ alertId }) })) });
const tick = () => escalate({ kind: 'tick' });
const stepsOf = async (alertId: string) => (await alerts.find(alertId, once))?.escalation?.steps;
const accepted = (person: string) => ({ roster: 'community', person, channel: 'sms', result: 'accepted' });

describe('a message', () => {
  test('twice, and the tick besides, tell people once; consoles and the trail have it', async () => {
    await onDuty([withPhone('p1', 1)]);
    const alertId = await raise(61);
    await Promise.all([look(alertId), look(alertId, alertId), tick()]);
    expect(told()).toEqual([phone(1)]);
    expect(await stepsOf(alertId)).toMatchObject([{ level: 1, told: [accepted('p1')] }]);
    expect(functions.services.published.map(({ message }) => message.change)).toEqual(['escalated']);
    expect(functions.services.reminders.at(-1)?.inS).toBeGreaterThan(200);
    const trail = await functions.tables.state(auditTrailOf(community));
    expect(trail.map(({ what, said }) => [what, said])).toEqual([
      ['putRoster', undefined],
      ['escalate', 'officer'],
    ]);
  });

  test('too early goes round again; of what is not there, or not of ours, nothing comes', async () => {
    const alertId = await raise(10);
    expect(await look(alertId, 'no-such-alert')).toEqual({ batchItemFailures: [] });
    expect(functions.services.reminders).toMatchObject([{ alertId }]);
    expect(functions.services.reminders[0]?.inS).toBeGreaterThan(45);
    expect(await escalate({ Records: [{ messageId: 'm', body: 'nonsense' }] })).toEqual({ batchItemFailures: [] });
    expect([told(), functions.services.notices]).toEqual([[], []]);
  });

  test('that cannot be dealt with comes again, and no other of its batch does', async () => {
    await onDuty([withPhone('p1', 1)]);
    const [one, other] = [await raise(61), await raise(10)];
    functions.services.status.iotData = 400;
    expect(await look(other, one)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  });

  test('that was lost costs a tick', async () => {
    await onDuty([withPhone('p1', 1)]);
    const alertId = await raise(61 + escalationLimits.overdueAfterMs / 1_000);
    await tick();
    expect(told()).toEqual([phone(1)]);
    await tick();
    expect([told().length, (await stepsOf(alertId))?.length]).toEqual([1, 1]);
  });
});

test('a teller that came to grief is followed by another, which notes what became of it', async () => {
  await onDuty([withPhone('p1', 1)]);
  const alertId = await raise(200);
  const begunAt = new Date(Date.now() - escalationLimits.tellingMs - 1_000).toISOString();
  const alert = await alerts.find(alertId, once);
  if (!alert) throw new Error('no alert');
  const begun = { ...alert, revision: 1, escalation: { level: 1, steps: [{ level: 1 as const, at: begunAt }] } };
  await alerts.amend(begun, 0, once);
  await look(alertId);
  expect(await stepsOf(alertId)).toMatchObject([{ level: 1, told: [accepted('p1')] }]);
});

test('what guards do meanwhile stays, and whom it reached is noted all the same', async () => {
  await onDuty([withPhone('p1', 1)]);
  const alertId = await raise(61);
  functions.services.beforeTexting = async () => {
    const of = { claims: officer, parameters: { alert: alertId } };
    expect((await api('acknowledgeAlert', { ...of, seen: 1 })).status).toBe(200);
  };
  await look(alertId);
  functions.services.beforeTexting = async () => {};
  const alert = await alerts.find(alertId, once);
  expect(alert).toMatchObject({
    state: 'acknowledged',
    revision: 3,
    escalation: { steps: [{ told: [accepted('p1')] }] },
  });
  await look(alertId);
  expect(told()).toHaveLength(1);
});

describe('nobody is forgotten', () => {
  test('without anybody on duty the operators hear, and of whom or what they hear nothing', async () => {
    const alertId = await raise(61);
    await look(alertId);
    expect(functions.services.notices).toEqual([
      { kind: 'nobody-told', change: 'raised', level: 1, gate: `gate-${places}`, community, district },
    ]);
    expect(await stepsOf(alertId)).toMatchObject([{ told: [{ channel: 'operators', result: 'accepted' }] }]);
  });

  test('quiet hours hand on to others, but a confirmed fever gets through', async () => {
    const quiet = { from: '00:00', to: '00:00' };
    await onDuty([withPhone('p1', 1, { quiet }), withPhone('p2', 2)]);
    const [suspected] = [await raise(61)];
    await look(suspected);
    expect(told()).toEqual([phone(2)]);
    expect(await stepsOf(suspected)).toMatchObject([{ told: [{ person: 'p1', result: 'quiet' }, accepted('p2')] }]);
    const person = { epoch: 'epoch000', seq: 9, direction: 'in', site: 'face', skinC: 37, baselineC: 35 } as const;
    const contactAt = new Date(Date.now() - 61_000).toISOString();
    const confirmed = { ...person, reason: 'fever-confirmed', contactC: 38.4, contactAt } as const;
    await look(await raise(90, { person: confirmed, gate: `other-${places}` }));
    expect(told().toSorted()).toEqual([phone(1), phone(2), phone(2)]);
  });

  test('channels that do not work are noted, and the operators hear', async () => {
    await onDuty([
      withPhone('p1', 1),
      { person: 'p2', mail: false, reach: { webhook: 'https://10.0.0.1/hook' } },
      { person: 'p3', mail: false },
    ]);
    functions.services.status.texts = 400;
    const alertId = await raise(61);
    await look(alertId);
    expect(await stepsOf(alertId)).toMatchObject([
      {
        told: [
          { person: 'p1', channel: 'sms', result: 'failed' },
          { person: 'p2', channel: 'webhook', result: 'refused' },
          { person: 'p3', result: 'unreachable' },
          { channel: 'operators', result: 'accepted' },
        ],
      },
    ]);
  });

  test('a person is told so often an hour and no more; what is beyond goes to others and is noted', async () => {
    await onDuty([withPhone('p1', 1)]);
    const beyond = 3;
    const max = escalationLimits.tellingsPerPersonHourMax;
    const ids: string[] = [];
    for (let count = 0; count < max + beyond; count++) ids.push(await raise(61, { gate: `busy-${places}-${count}` }));
    await Promise.all(ids.map((alertId) => look(alertId)));
    expect(told()).toHaveLength(max);
    expect(functions.services.notices).toHaveLength(beyond);
    const results = (await Promise.all(ids.map(stepsOf))).flatMap(
      (steps) => steps?.[0]?.told?.map(({ result }) => result) ?? [],
    );
    expect(results.filter((result) => result === 'budget-spent')).toHaveLength(beyond);
  });
});

test('fifty at one gate are one message; each of them has its step', async () => {
  await onDuty([withPhone('p1', 1)]);
  const ids = await Promise.all(Array.from({ length: 50 }, () => raise(61)));
  await look(...ids);
  expect(told()).toEqual([phone(1)]);
  const results = (await Promise.all(ids.map(stepsOf))).map((steps) => steps?.[0]?.told?.[0]?.result);
  expect(results.toSorted()).toEqual(['accepted', ...Array.from({ length: 49 }, () => 'grouped')]);
});

test('mail goes by the topic, with whom it is for as attributes and no address', async () => {
  await onDuty([{ person: 'p1', mail: true }]);
  await look(await raise(61));
  expect(functions.services.sent).toMatchObject([
    { to: expect.stringContaining(':mail'), attributes: [`community:${community}`, 'p1'] },
  ]);
});

describe('a browser', () => {
  const subscribe = async (claims: Record<string, string>, name: string) => {
    const { subscription } = newBrowserPush(`https://10.0.0.1/${name}`);
    return (await api('subscribePush', { claims, body: subscription })).status;
  };

  test('that may not see the alert, or whose sign-in has ended, is sent nothing', async () => {
    const elsewhere = claimsOf('officer community:elsewhere', 'elsewhere');
    const signedOut = claimsOf(`officer community:${community}`, 'signed-out');
    const good = claimsOf(`officer community:${community}`, 'good');
    for (const claims of [elsewhere, signedOut, good]) expect(await subscribe(claims, `${claims['sub']}`)).toBe(204);
    await functions.tables.putState({ ...signedOutKey('session-of-signed-out') });
    await onDuty(['elsewhere', 'signed-out', 'good'].map((subject) => ({ person: subject, subject, mail: false })));
    const alertId = await raise(61);
    await look(alertId);
    expect(await stepsOf(alertId)).toMatchObject([
      {
        told: [
          { person: 'elsewhere', result: 'unreachable' },
          { person: 'signed-out', result: 'unreachable' },
          // At a private address.
          { person: 'good', channel: 'push', result: 'refused' },
          { channel: 'operators' },
        ],
      },
    ]);
  });

  test('is one of five for a person, the same one as often as it likes, and leaves by itself', async () => {
    const claims = claimsOf(`guard community:${community}`, 'with-phones');
    const names = ['a', 'b', 'c', 'd', 'e', 'e'];
    for (const name of names) expect(await subscribe(claims, name)).toBe(204);
    expect(await subscribe(claims, 'f')).toBe(429);
    await api('unsubscribePush', { claims, body: { endpoint: 'https://10.0.0.1/a' } });
    expect(await subscribe(claims, 'f')).toBe(204);
  });
});

test('no number, no address and no name is in the table or in a log, and two who write a roster at once are one', async () => {
  await onDuty([
    withPhone('p1', 77, { reach: { name: 'Zhang San', phone: phone(77), webhook: 'https://hook.example/zhang' } }),
  ]);
  const of = { claims: officer, parameters: { community } };
  const shown = (await api('getRoster', of)).answer;
  expect(shown?.people[0]).toMatchObject({
    reach: { name: 'Zhang San' },
    webhookKey: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  // How people are reached is left out: it stays.
  const body = { people: [{ person: 'p1', mail: true }], duties: [] };
  const writes = await Promise.all([1, 2].map(() => api('putRoster', { ...of, seen: 1, body })));
  expect(writes.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  expect((await api('getRoster', of)).answer?.people[0]).toMatchObject({ mail: true, reach: { phone: phone(77) } });
  const state = JSON.stringify(await functions.tables.state());
  for (const secret of [phone(77), 'Zhang', 'hook.example']) {
    expect(state).not.toContain(secret);
    expect(functions.logged.join('')).not.toContain(secret);
  }
});
