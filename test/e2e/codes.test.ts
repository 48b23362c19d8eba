// Goal: what an operator does with the commands is on the gates a moment later: keys, revoked codes, statuses; and the
// tables hold neither an id nor a text of a code nor a name (law 6).
// Method: a whole stack, the commands in this process, and a bare MQTT client with a gate's certificate that hears the
// retained lists and holds codes against them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { type HeldLists, readLists } from '../../domain/codes/held-lists.ts';
import { parseList } from '../../domain/codes/parse-list.ts';
import { statusOf } from '../../domain/codes/statuses.ts';
import { verifyCode } from '../../domain/codes/verify.ts';
import { type ListIndex, listIndex, listNames } from '../../domain/messages/lists.ts';
import { listTopic } from '../../domain/topics.ts';
import type { CodesCommand } from '../../operator/codes/define.ts';
import { issue } from '../../operator/codes/issue.ts';
import { revoke } from '../../operator/codes/revoke.ts';
import { lists } from '../../operator/codes/show-lists.ts';
import { status } from '../../operator/codes/status.ts';
import { trace } from '../../operator/codes/trace.ts';
import { trust } from '../../operator/codes/trust.ts';
import { verify as codesVerify } from '../../operator/codes/verify.ts';
import { createCodePlatform } from '../../platform/codes.ts';
import { keyOfPass } from '../../platform/listed-keys.ts';
import { newKey } from '../helpers/codes.ts';
import { connect, type EnrolledDevice, enrolledGate, publishPasses } from '../helpers/device.ts';
import { passesOf, passOf } from '../helpers/passes.ts';
import { newHome, type RunningStack, startStack } from '../helpers/stack.ts';
import { scan } from '../helpers/tables.ts';
import { until } from '../helpers/wait.ts';

const platform = createCodePlatform();
const { home, remove } = newHome();
let stack: RunningStack;
let device: EnrolledDevice;
let gate: MqttClient;
const heard: HeldLists & { index?: ListIndex } = {};

beforeAll(async () => {
  stack = await startStack(home);
  vi.stubEnv('GATEHOUSE_HOME', home);
  device = await enrolledGate(stack, 'xixi-gate-1');
  gate = await connect(stack, device);
  gate.on('message', (topic, payload) => {
    const json: unknown = JSON.parse(payload.toString());
    for (const name of listNames)
      if (topic === listTopic(name)) Object.assign(heard, { [name]: parseList(name, json) });
    if (topic === listTopic('index')) heard.index = listIndex.parse(json);
  });
});

afterAll(async () => {
  await gate.endAsync();
  vi.unstubAllEnvs();
  await stack.stop();
  remove();
});

async function run(command: CodesCommand, ...argv: string[]): Promise<string> {
  const written: string[] = [];
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const exitCode = await command.run(argv).finally(() => stdout.mockRestore());
  expect(exitCode).toBe(0);
  return written.join('');
}

const issued = z.object({ code: z.string(), id: z.string(), subject: z.string(), kid: z.string() });
async function issueVisitor() {
  return issued.parse(JSON.parse(await run(issue, '--kind', 'visitor', '--communities', 'xixi', '--json')));
}

const untilHeard = (versions: Partial<ListIndex>) =>
  until(`versions ${JSON.stringify(versions)}`, () =>
    listNames.every((name) => heard[name]?.version === (versions[name] ?? heard[name]?.version)),
  );
const verify = (code: string) =>
  verifyCode(code, { ...readLists(heard), atS: Date.now() / 1_000, community: 'xixi' }, platform);

test('a pass signed by KMS is believed by a gate that comes later and hears the retained lists', async () => {
  const { code, kid } = await issueVisitor();
  await run(lists, '--refresh');
  await gate.subscribeAsync([...listNames, 'index'].map(listTopic), { qos: 1 });
  await untilHeard({ keys: 1, revocations: 1, statuses: 1 });
  await until('the index', () => heard.index);
  expect(heard.keys?.keys.map((key) => key.kid)).toEqual([kid]);
  expect(verify(code)).toMatchObject({ accepted: true, code: { pass: { kind: 'visitor' } } });
  expect(await run(codesVerify, code, '--community', 'xixi')).toMatch(/^accepted: gatehouse, kind visitor/);
});

test('keys of health authorities are trusted and no longer, beside our own', async () => {
  const authority = { ...keyOfPass(newKey()), content: 'hc1' as const };
  const file = join(home, 'authorities.json');
  writeFileSync(file, JSON.stringify({ version: 1, issuedAt: new Date().toISOString(), keys: [authority] }));
  expect(await run(trust, file)).toBe('1 trusted; gates have keys version 2.\n');
  await untilHeard({ keys: 2 });
  expect(heard.keys?.keys).toHaveLength(2);
  expect(heard.keys?.keys).toContainEqual(authority);
  await run(trust, file, '--remove');
  await untilHeard({ keys: 3 });
  expect(heard.keys?.keys).toHaveLength(1);
});

test('a revoked code is refused at once, the same person with another is not, until their status says so', async () => {
  const [revoked, other] = [await issueVisitor(), await issueVisitor()];
  expect(await run(revoke, revoked.code)).toBe(`${revoked.id} is revoked; gates have revocations version 2.\n`);
  await untilHeard({ revocations: 2 });
  expect(verify(revoked.code)).toMatchObject({ accepted: false, reason: 'revoked' });
  expect(verify(other.code)).toMatchObject({ accepted: true });
  expect(await run(revoke, revoked.code)).toMatch(/was revoked before; gates have revocations version 2/);

  const statusNow = () => statusOf(readLists(heard).statuses, `gatehouse:${other.subject}`, Date.now(), platform);
  await run(status, other.code, 'quarantined', '--until', new Date(Date.now() + 86_400_000).toISOString());
  await untilHeard({ statuses: 2 });
  expect(statusNow()).toBe('quarantined');
  await run(status, `gatehouse:${other.subject}`, 'green');
  await untilHeard({ statuses: 3 });
  expect(statusNow()).toBeUndefined();

  await run(status, 'guard-entry:xixi:house 12', 'red');
  const shown = await run(lists);
  expect(shown).toMatch(/^keys +3 +20\S+Z +\d+ s +1 +\d+$/m);
  expect(shown).toMatch(/^revocations +2 +20\S+Z +\d+ s +1 +\d+$/m);
  expect(shown).toMatch(/^statuses +4 +20\S+Z +\d+ s +1 +\d+$/m);
  const state = JSON.stringify(await scan(stack.deployment, 'stateTable'));
  expect(state).toContain('revoked-codes');
  expect(state).toContain('person-statuses');
  for (const secret of [revoked.code, revoked.id, revoked.subject, other.id, other.subject, 'house 12']) {
    expect(state).not.toContain(secret);
  }
});

test('a person is traced by any of their codes', async () => {
  const { code, subject } = await issueVisitor();
  const at = new Date().toISOString();
  const shown = { form: 'gatehouse', text: code } as const;
  const versions = { keys: heard.keys?.version, revocations: heard.revocations?.version };
  const lists = { ...versions, statuses: heard.statuses?.version };
  const message = passesOf(passOf({ at, code: shown, lists }), passOf({ seq: 2, at, code: null }));
  await publishPasses(gate, device, JSON.stringify(message));
  const row = { at, community: 'xixi', gate: device.deviceId, epoch: 'abcdefgh12', seq: 1 };
  const traced = async (person: string) => (await run(trace, person, '--json')).split('\n').filter((line) => line);
  await until('the pass', async () => (await traced(code)).length > 0);
  expect((await traced(code)).map((line) => JSON.parse(line))).toEqual([row]);
  expect((await traced(`gatehouse:${subject}`)).map((line) => JSON.parse(line))).toEqual([row]);
  expect(await run(trace, 'provider:NOBODY')).toMatch(/^Nothing in the last 14 days/);
});
