// Goal: an alert that nobody sees to reaches the officer, then the district, by every channel, and says nothing of whom; one
// that somebody acknowledges reaches nobody.
// Method: a whole stack whose template waits seconds instead of minutes; a push service and a webhook that are real HTTPS
// servers; texts in the file that the local SNS keeps. No clock is bent.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { signIn } from '../../demo/sign-in.ts';
import { load } from '../../domain/api/load-routes.ts';
import { passesPage } from '../../domain/api/pass-routes.ts';
import { roster } from '../../domain/api/roster-routes.ts';
import { me } from '../../domain/api/session-routes.ts';
import type { AlertMessage } from '../../domain/messages/alert.ts';
import { environmentNames } from '../../domain/names.ts';
import { auditTrailOf } from '../../domain/state-keys.ts';
import { samplePasses } from '../../operator/sample.ts';
import { type AlteredAssembly, alteredAssembly } from '../helpers/assembly.ts';
import { type BrowserPush, newBrowserPush, readVapid } from '../helpers/browser-push.ts';
import {
  connect,
  type EnrolledDevice,
  enrolledGate,
  enrolledPost,
  listenToAlerts,
  publishPasses,
} from '../helpers/device.ts';
import { ask } from '../helpers/guards.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { newHome, type RunningStack, startStack } from '../helpers/stack.ts';
import { scan } from '../helpers/tables.ts';
import { until } from '../helpers/wait.ts';

const { home, remove } = newHome();
const officerPhone = '+8613800000017';
const districtPhone = '+8613800000042';
const variables = z.object({ Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }) });

let receiver: Receiver;
let assembly: AlteredAssembly;
let stack: RunningStack;
let seen: EnrolledDevice;
let unseen: EnrolledDevice;
let officer: string;
let district: string;
let browser: BrowserPush;
let heard: AlertMessage[];

beforeAll(async () => {
  receiver = await startReceiver();
  assembly = await alteredAssembly((resources) => {
    for (const { Type, Properties } of Object.values(resources)) {
      const parsed = variables.safeParse(Properties);
      if (Type !== 'AWS::Lambda::Function' || !parsed.success || !Properties) continue;
      const { Variables } = parsed.data.Environment;
      if (environmentNames.escalateAfterS in Variables) Variables[environmentNames.escalateAfterS] = '3,5';
      if (environmentNames.privateReceivers in Variables) {
        Variables[environmentNames.privateReceivers] = receiver.host;
        Variables['NODE_EXTRA_CA_CERTS'] = receiver.caFile;
      }
      Properties['Environment'] = { Variables };
    }
  });
  stack = await startStack(home, { assembly: assembly.folder });
  seen = await enrolledGate(stack, 'xixi-gate-1');
  unseen = await enrolledGate(stack, 'xixi-gate-2');
  officer = (await signIn(stack.endpoints, 'officer-xixi')).access_token;
  district = (await signIn(stack.endpoints, 'officer-yuhang')).access_token;
  browser = newBrowserPush(`https://${receiver.host}/push/of-the-officer`);
  ({ heard } = await listenToAlerts(stack, await enrolledPost(stack, 'guard-xixi')));
});
afterAll(async () => {
  await stack.stop();
  assembly.remove();
  await receiver.stop();
  remove();
});

const always = { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' };
const texts = () =>
  readFileSync(join(home, 'sms.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => z.object({ phoneNumber: z.string(), message: z.string() }).parse(JSON.parse(line)));
const ofGate = ({ deviceId }: EnrolledDevice) => heard.filter(({ alert }) => alert.gate === deviceId);
const levelOf = (gate: EnrolledDevice) => Math.max(0, ...ofGate(gate).map(({ alert }) => alert.escalation?.level ?? 0));
const toldAt = (gate: EnrolledDevice, level: number) =>
  ofGate(gate).findLast(({ change, alert }) => change === 'escalated' && alert.escalation?.level === level)?.alert;

test('an officer writes the roster and has a browser told; a guard sees neither, and an operator no number', async () => {
  const { subject } = me.parse(await (await ask(stack, officer, ['GET', '/me'])).json());
  const reach = { name: 'Officer Zhang', phone: officerPhone, webhook: `https://${receiver.host}/hook` };
  const written = { people: [{ person: 'p1', subject, reach }], duties: [{ ...always, people: ['p1'] }] };
  const first = { 'if-match': '"0"' };
  const put = await ask(stack, officer, ['PUT', '/communities/xixi/roster'], written, first);
  expect([put.status, put.headers.get('etag')]).toEqual([200, '"1"']);
  const ofDistrict = {
    people: [{ person: 'd1', reach: { phone: districtPhone } }],
    duties: [{ ...always, people: ['d1'] }],
  };
  const path = '/districts/yuhang/roster';
  expect((await ask(stack, district, ['PUT', path], ofDistrict, first)).status).toBe(200);
  expect((await ask(stack, officer, ['POST', '/push-subscriptions'], browser.subscription)).status).toBe(204);

  const [guard, operator] = await Promise.all(['guard-xixi', 'operator'].map((name) => signIn(stack.endpoints, name)));
  const statusOf = async (token = '', of = '') => (await ask(stack, token, ['GET', of])).status;
  expect(await statusOf(guard?.access_token, '/communities/xixi/roster')).toBe(403);
  expect(await statusOf(officer, path)).toBe(404);
  expect(await statusOf(operator?.access_token, '/communities/xixi/roster')).toBe(403);
  const shown = roster.parse(await (await ask(stack, operator?.access_token ?? '', ['GET', path])).json());
  expect(shown.people).toEqual([{ person: 'd1', mail: false }]);
});

async function publish(gate: EnrolledDevice, fever: boolean): Promise<void> {
  const client = await connect(stack, gate);
  await publishPasses(client, gate, samplePasses(Date.now(), fever));
  await client.endAsync();
}

test('nobody sees to a fever: the officer hears by push, text and webhook, then the district; one that is seen to is quiet', async () => {
  await publish(unseen, false);
  await until('a pass, which has started the functions', async () => {
    const page = await (await ask(stack, district, ['GET', '/communities/xixi/passes'])).json();
    return passesPage.parse(page).passes.length > 0;
  });
  await publish(seen, true);
  const { alertId } = (await until('the alert', () => ofGate(seen)[0])).alert;
  const deed = `/alerts/${encodeURIComponent(alertId)}/acknowledge`;
  expect((await ask(stack, district, ['POST', deed], {}, { 'if-match': '"0"' })).status).toBe(200);
  await publish(unseen, true);

  const atOfficer = await until('the officer', () => toldAt(unseen, 1));
  expect(atOfficer.escalation?.steps).toMatchObject([
    {
      level: 1,
      told: [
        { roster: 'community', person: 'p1', channel: 'push', result: 'accepted', status: 201 },
        { roster: 'community', person: 'p1', channel: 'sms', result: 'accepted' },
        { roster: 'community', person: 'p1', channel: 'webhook', result: 'accepted', status: 201 },
      ],
    },
  ]);
  const atDistrict = await until('the district', () => toldAt(unseen, 2));
  expect(atDistrict.escalation?.steps[1]?.told).toEqual([
    { roster: 'district', person: 'd1', channel: 'sms', result: 'accepted' },
  ]);
  expect(levelOf(seen)).toBe(0);
  expect(texts().map(({ phoneNumber }) => phoneNumber)).toEqual([officerPhone, districtPhone]);
  expect(receiver.received.map(({ url }) => url).toSorted()).toEqual(['/hook', '/push/of-the-officer']);
  const trail = await scan(stack.deployment, 'stateTable', auditTrailOf('xixi'));
  expect(trail.map(({ what, said }) => [what, said])).toEqual(
    expect.arrayContaining([
      ['escalate', 'officer'],
      ['escalate', 'district'],
    ]),
  );
});

test('the push is for that browser alone and signed by the key that the page was given; the webhook is signed too', async () => {
  const push = receiver.received.find(({ url }) => url.startsWith('/push/'));
  const { key } = z.object({ key: z.string() }).parse(await (await ask(stack, officer, ['GET', '/push-key'])).json());
  const claims = readVapid(push?.headers.authorization ?? '', key);
  expect(claims.aud).toBe(`https://${receiver.host}`);
  expect(claims.exp * 1_000 - Date.now()).toBeLessThan(24 * 3_600_000);
  expect(push?.headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '600', urgency: 'high' });
  const text = browser.decrypt(push?.body ?? Buffer.of());
  expect(JSON.parse(text)).toMatchObject({
    en: expect.stringMatching(/^Gatehouse: an alert is waiting at gate xixi-gate-2, since \d\d:\d\d\.$/),
    zh: expect.stringContaining('xixi-gate-2'),
  });

  const hook = receiver.received.find(({ url }) => url === '/hook');
  const shown = roster.parse(await (await ask(stack, officer, ['GET', '/communities/xixi/roster'])).json());
  const [, t, v1] = /^t=(\d+),v1=(\w+)$/.exec(String(hook?.headers['gatehouse-signature'])) ?? [];
  const signed = createHmac('sha256', shown.people[0]?.webhookKey ?? '').update(`${t}.${hook?.body}`);
  expect(signed.digest('hex')).toBe(v1);
  const sent = [text, String(hook?.body), ...texts().map(({ message }) => message)];
  for (const one of sent) expect(one).not.toMatch(/fever|发热|37\.1|epoch|Zhang/i);
});

test('no number, no address and no name is in a log, in a table or on an alert', async () => {
  const state = JSON.stringify(await scan(stack.deployment, 'stateTable'));
  const written = [stack.output.join('\n'), state, JSON.stringify(heard)];
  for (const secret of [officerPhone, districtPhone, 'Zhang', '/hook', '/push/of-the-officer']) {
    for (const one of written) expect(one).not.toContain(secret);
  }
});

test('the load of the hour is for the officer to see', async () => {
  const answer = await ask(stack, officer, ['GET', '/communities/xixi/load?hours=2']);
  const { hours, complete } = load.parse(await answer.json());
  const sum = (key: 'alerts' | 'escalated' | 'unacknowledged') => hours.reduce((total, hour) => total + hour[key], 0);
  expect([complete, sum('alerts'), sum('escalated'), sum('unacknowledged')]).toEqual([true, 2, 1, 1]);
});
