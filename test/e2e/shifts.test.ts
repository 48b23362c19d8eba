// Goal: a guard on shift opens the barrier of a gate that is there, once, and nobody else opens any; whatever gates and
// people write comes back as it was and commands nothing; an audit trail that somebody changed is found out.
// Method: a whole stack; gates of the simulator on real connections, with all that goes over their line about commands
// recorded; requests by HTTP; what was recorded is played again with the operator's own rights.
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../../demo/sign-in.ts';
import { commandShown } from '../../domain/api/gate-routes.ts';
import { problem } from '../../domain/api/problems.ts';
import { apiLimits } from '../../domain/limits/api.ts';
import type { Command } from '../../domain/messages/command.ts';
import { auditKey, gateKey } from '../../domain/state-keys.ts';
import { gateTopic } from '../../domain/topics.ts';
import { type CommandedGate, commandedGate } from '../helpers/commanded-gate.ts';
import { runCommand, runWell } from '../helpers/commands.ts';
import { connect, enrolledGate, place, publishPasses } from '../helpers/device.ts';
import { ask, beginShift, guardLi, nameGuard } from '../helpers/guards.ts';
import { fever } from '../helpers/outcomes.ts';
import { newHome, type RunningStack, startStack } from '../helpers/stack.ts';
import { scan } from '../helpers/tables.ts';
import { until } from '../helpers/wait.ts';

const { home, remove } = newHome();
let stack: RunningStack;
let gate: CommandedGate;
let guard: string;
const at = { ...place, gate: 'xixi-gate-1' };
const tokenOf = async (username: string) => (await signIn(stack.endpoints, username)).access_token;

beforeAll(async () => {
  stack = await startStack(home);
  gate = await commandedGate(stack, at);
  await enrolledGate(stack, 'wuchang-gate-1', { ...place, community: 'wuchang' });
  await Promise.all(['xixi', 'wuchang'].map((community) => nameGuard(stack, community)));
  guard = await tokenOf('guard-xixi');
  gate.connect();
  await untilOffered(at.gate, gate);
});
afterAll(async () => {
  await gate.disconnect();
  await stack.stop();
  remove();
});

const open = (token: string, id = at.gate, headers: Record<string, string> = {}) =>
  ask(stack, token, ['POST', `/gates/${id}/open`], { reason: 'ambulance' }, headers);
const reasonOf = async (answer: Response) =>
  problem
    .parse(await answer.json())
    .type.split(':')
    .at(-1);
const deliveryOf = async (commandId: string, id = at.gate) =>
  commandShown.parse(await (await ask(stack, guard, ['GET', `/gates/${id}/commands/${commandId}`])).json());

/** Waits until the cloud knows the nonce that the gate offered last. */
async function untilOffered(id: string, { nonces }: Pick<CommandedGate, 'nonces'>): Promise<void> {
  await until('the nonce', async () => {
    const [item] = await scan(stack.deployment, 'stateTable', gateKey(id).pk);
    return item?.['connected'] === true && item['nonce'] !== undefined && item['nonce'] === nonces().at(-1);
  });
}

/** Says to the gate what the cloud could say. */
const sayAsCloud = (command: Command) =>
  stack.deployment.clients.iotData.send(
    new PublishCommand({ topic: gateTopic(at, 'commands'), qos: 1, payload: Buffer.from(JSON.stringify(command)) }),
  );
const answersTo = ({ commandId }: Command) =>
  gate.said.flatMap((message) => ('commandId' in message && message.commandId === commandId ? [message.state] : []));

let opened: Command;

describe('a barrier and guards', () => {
  it('stays shut for a post at which nobody is on shift, and for whoever is not of that community', async () => {
    const [elsewhere, officer, operator] = await Promise.all(
      ['guard-wuchang', 'officer-yuhang', 'operator'].map(tokenOf),
    );
    await beginShift(stack, elsewhere ?? '', 'wuchang');
    expect(await reasonOf(await open(guard))).toBe('not-on-shift');
    expect(await reasonOf(await open(elsewhere ?? ''))).toBe('not-found');
    for (const token of [officer, operator]) expect(await reasonOf(await open(token ?? ''))).toBe('not-allowed');
    expect((await open('nonsense')).status).toBe(401);
    expect(gate.heard).toEqual([]);
  });

  it('stays shut for a wrong PIN, and without a reason', async () => {
    const wrong = await beginShift(stack, guard, 'xixi', { ...guardLi, pin: '0852' });
    expect([wrong.status, await reasonOf(wrong)]).toEqual([403, 'pin-refused']);
    expect(await reasonOf(await open(guard))).toBe('not-on-shift');
    expect((await beginShift(stack, guard, 'xixi')).status).toBe(200);
    const silent = await ask(stack, guard, ['POST', `/gates/${at.gate}/open`], { reason: ' ' });
    expect(await reasonOf(silent)).toBe('bad-request');
    expect(gate.heard).toEqual([]);
  });

  it('opens for a guard on shift within ten seconds, once however often it is asked, and the answer is shown', async () => {
    const key = { 'idempotency-key': 'one-ambulance-one-opening' };
    const answers = [await open(guard, at.gate, key), await open(guard, at.gate, key)];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    const [first, second] = await Promise.all(answers.map((answer) => answer.json()));
    expect(second).toEqual(first);
    const { commandId } = first as { commandId: string };
    const done = await until('the answer', async () => {
      const shown = await deliveryOf(commandId);
      return shown.state === 'done' && shown;
    });
    expect(Date.parse(done.answeredAt ?? '') - Date.parse(done.sentAt)).toBeLessThan(apiLimits.openValidMs);
    expect(gate.heard).toMatchObject([{ kind: 'open', commandId }]);
    [opened] = gate.heard as [Command];
    expect(answersTo(opened)).toEqual(['received', 'done']);
  });
});

describe('a barrier and commands', () => {
  it('stays shut for a command that is played again', async () => {
    await sayAsCloud(opened);
    await until('the refusal', () => answersTo(opened).length === 3);
    expect(answersTo(opened).at(-1)).toBe('refused');
    expect(await deliveryOf(opened.commandId)).toMatchObject({ state: 'done' });
  });

  it('stays shut for a nonce of an earlier connection, whoever names it, and for a deadline that has passed', async () => {
    const earlier = gate.nonces().at(-1) ?? '';
    await gate.disconnect();
    gate.connect();
    await until('another nonce', () => gate.nonces().at(-1) !== earlier);
    const fresh = { kind: 'open', askedBy: 'somebody', deadline: new Date(Date.now() + 10_000).toISOString() } as const;
    const stale: Command = { ...fresh, commandId: crypto.randomUUID(), nonce: earlier };
    await sayAsCloud(stale);
    await until('the refusal', () => answersTo(stale).length > 0);
    expect(answersTo(stale)).toEqual(['refused']);
    const deadline = new Date(Date.now() - 1).toISOString();
    const late: Command = { ...fresh, commandId: crypto.randomUUID(), nonce: gate.nonces().at(-1) ?? '', deadline };
    await sayAsCloud(late);
    await until('the refusal', () => answersTo(late).length === 2);
    expect(answersTo(late)).toEqual(['received', 'too-late']);
  });

  it('stays shut for what was asked while the gate was away: nothing waits for it', async () => {
    const away = { ...place, gate: 'xixi-gate-2' };
    const other = await commandedGate(stack, away);
    other.connect();
    await untilOffered(away.gate, other);
    await other.disconnect();
    await until('its absence', async () => {
      const [item] = await scan(stack.deployment, 'stateTable', gateKey(away.gate).pk);
      return item?.['connected'] === false;
    });
    expect(await reasonOf(await open(guard, away.gate))).toBe('gate-away');
    other.connect();
    await untilOffered(away.gate, other);
    expect((await open(guard, away.gate)).status).toBe(202);
    await until('the command', () => other.heard.length > 0);
    expect(other.heard).toHaveLength(1);
    await other.disconnect();
  });

  it('opens so many times a minute and no more', async () => {
    const refused = await until('the limit', async () => {
      const answer = await open(guard);
      return answer.status === 429 && answer;
    });
    expect(await reasonOf(refused)).toBe('too-many-requests');
    // Two minutes' worth at most, should one have begun meanwhile; some of them found the nonce taken.
    expect(gate.heard.filter(({ commandId }) => commandId !== opened.commandId).length).toBeLessThanOrEqual(
      2 * apiLimits.opensPerGateMinuteMax + 3,
    );
  });

  it('stays shut once the shift has ended', async () => {
    expect((await ask(stack, guard, ['DELETE', '/communities/xixi/shift'])).status).toBe(204);
    expect(await reasonOf(await open(guard))).toBe('not-on-shift');
  });
});

describe('texts', () => {
  const mark = 'INJECTED';
  const nasty = `</script><img src=x onerror=alert('${mark}')>"},{"a":"\${jndi:ldap://x}{{7*7}}'; DROP TABLE guards;-- \u202e%0a%00`;
  const inTwoLines = `${nasty}\r\n{"level":"ERROR","message":"${mark}"}\u0000\u001b[2J`;

  it('of guards, visitors and gates come back as they were, and are in no log', { timeout: 60_000 }, async () => {
    const officer = await tokenOf('officer-yuhang');
    const named = await ask(stack, officer, ['PUT', '/communities/xixi/guards/mallory'], {
      label: nasty.slice(0, 40),
      pin: '7391',
    });
    expect(await named.json()).toEqual({ guard: 'mallory', label: nasty.slice(0, 40) });
    await beginShift(stack, guard, 'xixi', { guard: 'mallory', pin: '7391' });

    const device = await enrolledGate(stack, 'xixi-gate-3');
    const client = await connect(stack, device);
    const message = fever();
    const [pass] = message.passes;
    const shown = { form: 'provider' as const, text: `${inTwoLines}-shown-by-a-visitor`, status: 'green' as const };
    await publishPasses(
      client,
      device,
      JSON.stringify({ ...message, passes: [{ ...pass, code: shown, newerFirmware: inTwoLines }] }),
    );
    const alert = await until('the alert', async () => {
      const items = await scan(stack.deployment, 'stateTable', 'alert#fever#xixi-gate-3');
      return items[0];
    });
    const path = `/alerts/${encodeURIComponent(String(alert['alertId']))}/resolve`;
    const resolved = await ask(
      stack,
      guard,
      ['POST', path],
      { outcome: 'let-in', note: inTwoLines },
      { 'if-match': '"0"' },
    );
    expect(await resolved.json()).toMatchObject({
      handling: { note: inTwoLines.trim(), resolvedBy: { guard: 'mallory' } },
    });

    const topic = (channel: 'commands' | 'replies') => gateTopic({ ...place, gate: 'xixi-gate-3' }, channel);
    const heard: Command[] = [];
    client.on('message', (_topic, payload) => heard.push(JSON.parse(payload.toString())));
    await client.subscribeAsync(topic('commands'), { qos: 1 });
    const nonce = 'a-nonce-of-the-test-1';
    await client.publishAsync(topic('replies'), JSON.stringify({ nonce, at: new Date().toISOString() }), { qos: 1 });
    await untilOffered('xixi-gate-3', { nonces: () => [nonce] });
    const reason = inTwoLines.slice(0, apiLimits.reasonCharactersMax);
    const asked = await ask(stack, guard, ['POST', '/gates/xixi-gate-3/open'], { reason });
    expect(asked.status).toBe(202);
    const [command] = await until('the command', () => heard.length > 0 && heard);
    const { commandId } = command as Command;
    const detail = inTwoLines.slice(0, 200);
    const reply = { commandId, at: new Date().toISOString(), state: 'failed', detail };
    await client.publishAsync(topic('replies'), JSON.stringify(reply), { qos: 1 });
    const answered = await until('the answer', async () => {
      const delivery = await deliveryOf(commandId, 'xixi-gate-3');
      return delivery.state === 'failed' && delivery;
    });
    expect(answered.detail).toBe(detail);
    await client.endAsync();
    expect(stack.output.filter((line) => line.includes(mark) || line.includes('visitor'))).toEqual([]);
  });
});

describe('an audit trail', () => {
  const table = () => stack.deployment.outputs.stateTable;

  it('is whole as long as nobody has changed it, and says where when somebody has', async () => {
    const whole = await runWell('gates', ['audit-trail', 'xixi'], { home });
    expect(whole).toMatch(/^entry +at +post +guard +what +about +revision +said$/m);
    expect(whole).toMatch(/^\d+ +20\S+Z +\S+ +li +beginShift +li +- +until 20\S+Z$/m);
    expect(whole).toMatch(/^All \d+ entries follow from one another\. The last has the hash [0-9a-f]{64}:$/m);
    expect(whole).not.toContain(guardLi.pin);
    // What people typed commands no terminal.
    expect(whole).toMatch(/mallory +openBarrier +xixi-gate-3 .*INJECTED.*\\u\{202e\}/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there.
    expect(whole).not.toMatch(/[\x00-\x09\x0b-\x1f\u202e]/);

    const { dynamodb } = stack.deployment.clients;
    const change = {
      UpdateExpression: 'SET said = :said',
      ExpressionAttributeValues: marshall({ ':said': 'nothing' }),
    };
    await dynamodb.send(new UpdateItemCommand({ TableName: table(), Key: marshall(auditKey('xixi', 3)), ...change }));
    const changed = await runCommand('gates', ['audit-trail', 'xixi'], { home });
    expect([changed.exitCode, changed.stderr]).toEqual([1, '']);
    expect(changed.stdout).toMatch(/^3 ! /m);
    expect(changed.stdout).toMatch(/^Entry 3 is not what was written after the one before/m);
  });
});
