// Goal: a guard handles a fever by HTTP, others hear each step, and no token but a true one of that community is good for it.
// Method: a whole stack in a process of its own; a guard who signs in as a page does; requests by fetch; a bare MQTT post.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../../demo/sign-in.ts';
import { alertsPage } from '../../domain/api/alert-routes.ts';
import { visitorCode } from '../../domain/api/code-routes.ts';
import { passesPage } from '../../domain/api/pass-routes.ts';
import { me } from '../../domain/api/session-routes.ts';
import { auditEntry } from '../../domain/audit-trail.ts';
import { type Alert, alert as alertShape } from '../../domain/messages/alert.ts';
import { auditTrailOf } from '../../domain/state-keys.ts';
import { alertsTopic } from '../../domain/topics.ts';
import { samplePasses } from '../../operator/sample.ts';
import { connectConsole, consoleOf, ended, hearing } from '../helpers/console.ts';
import {
  connect,
  type EnrolledDevice,
  enrolledGate,
  enrolledPost,
  listenToAlerts,
  place,
  publishPasses,
} from '../helpers/device.ts';
import { beginShift, nameGuard } from '../helpers/guards.ts';
import { newHome, type RunningStack, startStack } from '../helpers/stack.ts';
import { scan } from '../helpers/tables.ts';
import { until } from '../helpers/wait.ts';

const { home, remove } = newHome();
let stack: RunningStack;
let gate: EnrolledDevice;
let guard: string;
let elsewhere: string;

beforeAll(async () => {
  stack = await startStack(home);
  gate = await enrolledGate(stack, 'xixi-gate-1');
  await enrolledGate(stack, 'wuchang-gate-1', { ...place, community: 'wuchang' });
  guard = (await signIn(stack.endpoints, 'guard-xixi')).access_token;
  elsewhere = (await signIn(stack.endpoints, 'guard-wuchang')).access_token;
  await nameGuard(stack, 'xixi');
  await beginShift(stack, guard, 'xixi');
});
afterAll(async () => {
  await stack.stop();
  remove();
});

const ask = (token: string, path: string, init: RequestInit = {}) =>
  fetch(`${stack.endpoints.http.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, ...init.headers },
  });
const tell = (token: string, path: string, body: object, headers: Record<string, string> = {}) =>
  ask(token, path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
  });
const at = ({ alertId }: Alert, action = '') => `/alerts/${encodeURIComponent(alertId)}${action}`;

describe('a fever', () => {
  let raised: Alert;

  it('is listed for its guards, acknowledged, measured and resolved; whoever listens hears each step', async () => {
    const post = await listenToAlerts(stack, await enrolledPost(stack, 'guard-xixi'));
    const client = await connect(stack, gate);
    await publishPasses(client, gate, samplePasses(Date.now(), true));
    await until('the alert', () => post.heard.length > 0);
    const listed = await ask(guard, '/alerts?community=xixi');
    const { alerts } = alertsPage.parse(await listed.json());
    expect(alerts).toMatchObject([{ kind: 'fever', state: 'open', revision: 0 }]);
    raised = alertShape.parse(alerts[0]);

    const acknowledged = await tell(guard, at(raised, '/acknowledge'), {}, { 'if-match': '"0"' });
    expect([acknowledged.status, acknowledged.headers.get('etag')]).toEqual([200, '"1"']);
    await tell(guard, at(raised, '/measure'), { contactC: 38.2 }, { 'if-match': '"1"' });
    const resolved = await tell(guard, at(raised, '/resolve'), { outcome: 'referred' }, { 'if-match': '"2"' });
    expect(await resolved.json()).toMatchObject({ state: 'resolved', handling: { measurement: { contactC: 38.2 } } });
    await until('the resolution', () => post.heard.some(({ change }) => change === 'resolved'));
    expect(new Set(post.heard.map(({ change }) => change))).toEqual(
      new Set(['raised', 'acknowledged', 'measured', 'resolved']),
    );
    const trail = (await scan(stack.deployment, 'stateTable', auditTrailOf('xixi'))).map((one) =>
      auditEntry.parse(one),
    );
    expect(trail.toSorted((a, b) => a.seq - b.seq).map(({ what }) => what)).toEqual([
      'putGuard',
      'beginShift',
      'acknowledgeAlert',
      'measureAlert',
      'resolveAlert',
    ]);
    await Promise.all([client.endAsync(), post.client.endAsync()]);
  });

  it('is not there for a guard of another community, and its passes are not either', async () => {
    for (const path of [
      at(raised),
      '/alerts?community=xixi',
      '/gates/xixi-gate-1/passes',
      '/communities/xixi/passes',
    ]) {
      expect((await ask(elsewhere, path)).status, path).toBe(404);
    }
    const { passes } = passesPage.parse(await (await ask(guard, '/gates/xixi-gate-1/passes')).json());
    expect(passes.length).toBeGreaterThan(0);
  });
});

it('a visitor gets a code that is signed in KMS; a gate that is away opens for nobody', async () => {
  const issued = await tell(guard, '/visitor-codes', { community: 'xixi', hours: 2 });
  expect(issued.status).toBe(201);
  const code = visitorCode.parse(await issued.json());
  expect(code.code).toMatch(/^GH1:/);
  expect((await tell(guard, `/visitor-codes/${code.id}/revoke`, {})).status).toBe(204);
  expect((await tell(guard, '/gates/xixi-gate-1/open', { reason: 'ambulance' })).status).toBe(409);
  expect((await tell(elsewhere, '/gates/xixi-gate-1/open', { reason: 'ambulance' })).status).toBe(404);
});

describe('a token', () => {
  const edited = (token: string, part: 0 | 1, change: object) => {
    const parts = token.split('.');
    const content = { ...JSON.parse(Buffer.from(parts[part] ?? '', 'base64url').toString()), ...change };
    return parts.with(part, Buffer.from(JSON.stringify(content)).toString('base64url')).join('.');
  };

  it('has to be there, whole and signed', async () => {
    expect((await fetch(`${stack.endpoints.http.url}/me`)).status).toBe(401);
    const unsigned = `${edited(guard, 0, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`;
    const promoted = edited(guard, 1, { 'cognito:groups': ['officer', 'district:yuhang'] });
    for (const token of ['nonsense', unsigned, promoted]) expect((await ask(token, '/me')).status).toBe(401);
  });

  it('is good for nothing once its session has signed out, which ends its consoles', async () => {
    const { access_token, id_token } = await signIn(stack.endpoints, 'officer-yuhang');
    const { communities, role, subject } = me.parse(await (await ask(access_token, '/me')).json());
    expect([role, communities.map(({ community }) => community)]).toEqual(['officer', ['wuchang', 'xixi']]);
    const console = await connectConsole(stack, access_token, { clientId: consoleOf(subject) });
    await hearing(console, alertsTopic({ ...place, community: '+' }));
    const closed = ended(console);
    expect((await tell(access_token, '/sign-out', {})).status).toBe(204);
    await closed;
    await console.endAsync(true);
    for (const token of [access_token, id_token]) {
      const refused = await ask(token, '/me');
      expect([refused.status, refused.headers.get('content-type')]).toEqual([401, 'application/problem+json']);
    }
  });
});
