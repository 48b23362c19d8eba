// Goal: nothing that a gate can send is silent, lost or harmful (laws 1 and 3).
// Method: 1,000 malformed messages of more than 20 kinds with good ones between them; at the end each bad one is in
// quarantine with a reason or was refused by the broker, and each good one is stored once.
import { randomBytes } from 'node:crypto';
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { samplePasses } from '../../operator/sample.ts';
import { connect, type EnrolledDevice, enrolledGate, publishPasses } from '../helpers/device.ts';
import { newHome, type RunningStack, startStack } from '../helpers/stack.ts';
import { scan } from '../helpers/tables.ts';
import { until } from '../helpers/wait.ts';

const { home, remove } = newHome();
let stack: RunningStack;
let gate: EnrolledDevice;

beforeAll(async () => {
  stack = await startStack(home);
  gate = await enrolledGate(stack, 'xixi-gate-1');
});

afterAll(async () => {
  await stack.stop();
  remove();
});

const good = () => samplePasses(Date.now(), false);

/** A good message with its pass changed. */
function withPass(change: object): string {
  const message = good();
  return JSON.stringify({ ...message, passes: [{ ...message.passes[0], ...change }] });
}

/** A good message whose text is changed where JSON.stringify could not write it. */
function withText(from: string | RegExp, to: string): string {
  const text = JSON.stringify(good());
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  return changed;
}

/** Each kind differs from message to message, so that none is taken for a redelivery of another. */
const kinds: Record<string, { reason: string; make: () => string | Buffer }> = {
  'random bytes': { reason: 'not-utf8', make: () => Buffer.concat([Buffer.of(0xff), randomBytes(200)]) },
  'not JSON': { reason: 'not-json', make: () => `hello ${randomBytes(4).toString('hex')}` },
  'an empty message': { reason: 'not-json', make: () => '' },
  'truncated JSON': { reason: 'not-json', make: () => JSON.stringify(good()).slice(0, -5) },
  'depth 10,000': { reason: 'too-deep', make: () => `${'['.repeat(10_000)}${']'.repeat(10_000)}` },
  NaN: { reason: 'not-json', make: () => withText(/"skinC":[\d.]+/, '"skinC":NaN') },
  '1e999': { reason: 'number-out-of-range', make: () => withText(/"skinC":[\d.]+/, '"skinC":1e999') },
  'a doubled key': { reason: 'duplicate-key', make: () => withText('"seq":1', '"seq":1,"seq":2') },
  __proto__: { reason: 'forbidden-key', make: () => withText('"seq":1', '"seq":1,"__proto__":{"admin":true}') },
  'a lone surrogate': { reason: 'lone-surrogate', make: () => withText('"seq":1', '"seq":1,"note":"\\ud800"') },
  'a wrong envelope': { reason: 'bad-envelope', make: () => JSON.stringify({ passes: 'all' }) },
  'a bare list': { reason: 'bad-envelope', make: () => JSON.stringify(good().passes) },
  'an empty list': { reason: 'bad-envelope', make: () => JSON.stringify({ ...good(), passes: [] }) },
  '500 passes': {
    reason: 'bad-envelope',
    make: () => JSON.stringify({ ...good(), passes: Array.from({ length: 500 }, () => ({})) }),
  },
  '12 °C': { reason: 'bad-pass', make: () => withPass({ skinC: 12 }) },
  '99 °C': { reason: 'bad-pass', make: () => withPass({ skinC: 99 }) },
  'a number as text': { reason: 'bad-pass', make: () => withPass({ skinC: '35.3' }) },
  'a wrong verdict': { reason: 'bad-pass', make: () => withPass({ verdict: 'maybe' }) },
  'no seq': { reason: 'bad-pass', make: () => withPass({ seq: undefined }) },
  'a pass that is null': { reason: 'bad-pass', make: () => JSON.stringify({ ...good(), passes: [null] }) },
  'the year 1970': { reason: 'implausible-time', make: () => withPass({ at: '1970-01-01T00:00:00.000Z' }) },
  'the year 2099': { reason: 'implausible-time', make: () => withPass({ at: '2099-01-01T00:00:00.000Z' }) },
  'a code of 5,000 characters': {
    reason: 'bad-pass',
    make: () => withPass({ code: { form: 'card', text: 'x'.repeat(5_000) } }),
  },
};

it('keeps 1,000 malformed messages with their reasons, and stores the good ones between them', async () => {
  const client: MqttClient = await connect(stack, gate);
  const names = Object.keys(kinds);
  const epochs: string[] = [];
  const expected: Record<string, number> = {};
  for (let count = 0; count < 1_000; count++) {
    const kind = kinds[names[count % names.length] ?? ''];
    if (!kind) throw new Error('no kinds');
    expected[kind.reason] = (expected[kind.reason] ?? 0) + 1;
    await publishPasses(client, gate, kind.make());
    if (count % 20 > 0) continue;
    const message = good();
    epochs.push(message.passes[0]?.epoch ?? '');
    await publishPasses(client, gate, message);
  }
  const kept = async () =>
    (await scan(stack.deployment, 'stateTable', `quarantine#${gate.deviceId}`)).filter(
      (item) => item['reason'] !== undefined,
    );
  await until('1,000 in quarantine', async () => (await kept()).length >= 1_000, 60_000);

  const found: Record<string, number> = {};
  for (const item of await kept()) found[String(item['reason'])] = (found[String(item['reason'])] ?? 0) + 1;
  expect(found).toEqual(expected);
  const stored = await scan(stack.deployment, 'passesTable');
  expect(stored.map((item) => item['epoch']).toSorted()).toEqual(epochs.toSorted());
  // Nothing of it is tried again, and nothing came to rest among the failures.
  expect(stack.output.filter((line) => line.includes('failed, next in'))).toEqual([]);
  await client.endAsync();
});

it('refuses more than 128 KB at the broker', async () => {
  const client = await connect(stack, gate);
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  client.publish('anything', Buffer.alloc(128 * 1024 + 1), { qos: 1 });
  await closed;
  await client.endAsync(true);
});

it('stores 24 of 25 passes when one is bad, and keeps that one with its number', async () => {
  const client = await connect(stack, gate);
  const [template] = good().passes;
  const epoch = randomBytes(6).toString('hex');
  const passes = Array.from({ length: 25 }, (_, index) => ({
    ...template,
    epoch,
    seq: index + 1,
    skinC: index === 12 ? 99 : 35.3,
  }));
  await publishPasses(client, gate, JSON.stringify({ ...good(), passes }));
  await until('the bad one', async () =>
    (await scan(stack.deployment, 'stateTable', `quarantine#${gate.deviceId}`)).some(
      ({ reason, seq, field }) => reason === 'bad-pass' && seq === 13 && field === 'skinC',
    ),
  );
  const stored = (await scan(stack.deployment, 'passesTable')).filter((item) => item['epoch'] === epoch);
  expect(stored).toHaveLength(24);
  await client.endAsync();
});
