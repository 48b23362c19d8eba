// Goal: what a function or a rule cannot do comes to rest in the failures queue with its reason, holds up nobody, and
// `redrive` gets it stored (law 1), once (law 2).
// Method: whole stacks in processes of their own, on copies of the project's cloud assembly that are altered on purpose:
// handlers that throw, hang or take all memory for messages of the test's choice, permissions taken out of the template.
// Messages come from a bare MQTT client; `redrive` is run as an operator runs it.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PassesMessage } from '../../domain/messages/pass.ts';
import { ruleNames } from '../../domain/names.ts';
import { functionLimits } from '../../infra/limits.ts';
import { samplePasses } from '../../operator/sample.ts';
import { type AlteredAssembly, alteredAssembly, type Resources, setProperties } from '../helpers/assembly.ts';
import { runCommand } from '../helpers/commands.ts';
import {
  connect,
  type EnrolledDevice,
  enrolledGate,
  enrolledPost,
  listenToAlerts,
  publishPasses,
} from '../helpers/device.ts';
import { countFailures, emptyFailures, peekFailures } from '../helpers/failures-queue.ts';
import type { Orders } from '../helpers/faulty-handler.ts';
import { invocationsOnDisk } from '../helpers/on-disk.ts';
import { newHome, type RunningStack, startStack } from '../helpers/stack.ts';
import { scan } from '../helpers/tables.ts';
import { until } from '../helpers/wait.ts';

/** Whatever goes wrong is tried again soon, but a machine with much else to do takes its time. */
const patienceMs = 45_000;
const timeoutS = 3;
/** Enough for the function, and soon filled. */
const memoryMb = 256;

const fever = () => samplePasses(Date.now(), true);
/** Drawn by the sample, so it stands for its message in faults, tables and alerts. */
const epochOf = (message: PassesMessage) => message.passes[0]?.epoch ?? '';

async function stored({ deployment }: RunningStack, message: PassesMessage): Promise<number> {
  return (await scan(deployment, 'passesTable')).filter(({ epoch }) => epoch === epochOf(message)).length;
}

async function alerts({ deployment }: RunningStack, message: PassesMessage): Promise<number> {
  const items = await scan(deployment, 'stateTable', 'alert#');
  return items.filter(({ alertId }) => String(alertId).includes(epochOf(message))).length;
}

async function untilFailed({ deployment }: RunningStack, count: number): Promise<string[]> {
  await until(`${count} in the failures queue`, async () => (await countFailures(deployment)) === count, patienceMs);
  return peekFailures(deployment);
}

describe('a function that fails', { timeout: 120_000 }, () => {
  const { home, remove } = newHome();
  let assembly: AlteredAssembly;
  let stack: RunningStack;
  let gate: EnrolledDevice;
  let client: MqttClient;

  beforeAll(async () => {
    assembly = await alteredAssembly((resources) =>
      setProperties(resources, 'AWS::Lambda::Function', { Timeout: timeoutS, MemorySize: memoryMb }),
    );
    stack = await startStack(home, { assembly: assembly.folder });
    gate = await enrolledGate(stack, 'xixi-gate-1');
    client = await connect(stack, gate);
  });

  afterEach(async () => {
    assembly.order({});
    await emptyFailures(stack.deployment);
  });

  afterAll(async () => {
    await client.endAsync(true);
    await stack.stop();
    assembly.remove();
    remove();
  });

  const redrive = () => runCommand('redrive', [], { home });

  /** Publishes a fever whose first so many runs go wrong. */
  async function publishFaulty(kind: Orders['faults'][number]['kind'], runs: number): Promise<PassesMessage> {
    const message = fever();
    assembly.order({ faults: [{ marker: epochOf(message), kind, runs }] });
    await publishPasses(client, gate, message);
    return message;
  }

  it('twice, after it has stored and alerted, and then works: one item, one alert, no failure', async () => {
    const message = await publishFaulty('throws after it has worked', 2);
    const runs = () => stack.output.filter((line) => /run \d failed, next in/.test(line)).length;
    await until('two failed runs', () => runs() === 2, patienceMs);
    // Another behind it: when that has come through, so has the third run, or it is in the failures queue.
    const next = fever();
    await publishPasses(client, gate, next);
    await until('the next', async () => (await stored(stack, next)) === 1, patienceMs);
    expect(await stored(stack, message)).toBe(1);
    expect(await alerts(stack, message)).toBe(1);
    expect(runs()).toBe(2);
    expect(await countFailures(stack.deployment)).toBe(0);
  });

  it('always: kept with its reason, and put through by redrive once it works again', async () => {
    const message = await publishFaulty('throws before it works', Number.MAX_SAFE_INTEGER);
    const [failure = ''] = await untilFailed(stack, 1);
    expect(JSON.parse(failure)).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 1 + functionLimits.retriesMax },
      responsePayload: { errorType: 'Error', errorMessage: 'planted: throws before it works' },
    });
    expect(await stored(stack, message)).toBe(0);

    const tooEarly = await redrive();
    expect(tooEarly).toMatchObject({ exitCode: 1, stderr: '' });
    expect(tooEarly.stdout).toMatch(/failed again: Error: planted: .* \(before: RetriesExhausted after 3 tries: Error/);
    expect(tooEarly.stdout).toMatch(/^0 put through, 1 failed again and stay in the queue\.$/m);
    expect(await peekFailures(stack.deployment)).toEqual([failure]);

    assembly.order({});
    const repaired = await redrive();
    expect(repaired).toMatchObject({ exitCode: 0, stderr: '' });
    expect(repaired.stdout).toMatch(/took it \(before: RetriesExhausted after 3 tries: Error: planted/);
    expect(repaired.stdout).toMatch(/^1 put through, 0 failed again/m);
    expect(await stored(stack, message)).toBe(1);
    expect(await alerts(stack, message)).toBe(1);
    expect(await countFailures(stack.deployment)).toBe(0);

    expect(await redrive()).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: 'The failures queue is empty: nothing to do.\n',
    });
  });

  it.each([
    ['never returns', { errorType: 'Sandbox.Timedout', errorMessage: /timed out after 3\.00 seconds/ }],
    ['takes all memory', { errorType: 'Runtime.ExitError', errorMessage: /exited with error: signal/ }],
  ] as const)('because it %s: given up, while others are stored', async (kind, { errorType, errorMessage }) => {
    const message = await publishFaulty(kind, Number.MAX_SAFE_INTEGER);
    const others = Array.from({ length: 5 }, fever);
    for (const other of others) await publishPasses(client, gate, other);
    const [failure = ''] = await untilFailed(stack, 1);
    expect(JSON.parse(failure)).toMatchObject({
      requestContext: { condition: 'RetriesExhausted' },
      responsePayload: { errorType, errorMessage: expect.stringMatching(errorMessage) },
    });
    for (const other of others) {
      await until('the others', async () => (await stored(stack, other)) === 1, patienceMs);
    }
    assembly.order({});
    expect(await redrive()).toMatchObject({ exitCode: 0 });
    expect(await stored(stack, message)).toBe(1);
  });

  it('while the stack was off for longer than its event may wait: given up without a run', async () => {
    await stack.stop();
    const slowRetries = { GATEHOUSE_LAMBDA_RETRY_S: '3600,3600' };
    stack = await startStack(home, { assembly: assembly.folder, settings: slowRetries });
    client = await connect(stack, gate);
    const message = await publishFaulty('throws before it works', 1);
    await until('the first run', () => stack.output.some((line) => line.includes('run 1 failed')), patienceMs);
    await stack.stop();
    expect(invocationsOnDisk(home)).toBe(1);
    setBack(home, (functionLimits.passEventAgeMaxS + 1) * 1_000);

    stack = await startStack(home, { assembly: assembly.folder });
    const [failure = ''] = await untilFailed(stack, 1);
    expect(JSON.parse(failure)).toMatchObject({
      requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 1 },
    });
    expect(await stored(stack, message)).toBe(0);
    expect(await redrive()).toMatchObject({ exitCode: 0 });
    expect(await stored(stack, message)).toBe(1);
  });
});

/** The invocations on disk were accepted so much earlier: as if the machine had been off for as long. */
function setBack(home: string, ms: number): void {
  const sql = new DatabaseSync(join(home, 'stack.sqlite'));
  sql
    .prepare('update lambda_invocations set accepted_at_ms = accepted_at_ms - ?, not_before_ms = not_before_ms - ?')
    .run(ms, ms + 3_600_000);
  sql.close();
}

describe('a template that lacks a permission', { timeout: 120_000 }, () => {
  const { home, remove } = newHome();
  const assemblies: AlteredAssembly[] = [];
  let stack: RunningStack;

  async function start(alter?: (resources: Resources) => void): Promise<void> {
    const assembly = await alteredAssembly(alter);
    assemblies.push(assembly);
    stack = await startStack(home, { assembly: assembly.folder });
  }

  afterAll(async () => {
    await stack.stop();
    for (const assembly of assemblies) assembly.remove();
    remove();
  });

  async function publish(gate: EnrolledDevice, message: PassesMessage): Promise<void> {
    const client = await connect(stack, gate);
    await publishPasses(client, gate, message);
    await client.endAsync();
  }

  it('of the rule, then of the function: nothing is lost, and all of it comes through when it is mended', async () => {
    await start((resources) => {
      removePassesPermission(resources);
      removeAction(resources, 'iot:Publish');
    });
    const gate = await enrolledGate(stack, 'xixi-gate-1');
    const post = await enrolledPost(stack, 'guard-xixi');
    const [refusedToRule, refusedToFunction] = [fever(), fever()];
    await publish(gate, refusedToRule);
    const [ofRule = ''] = await untilFailed(stack, 1);
    expect(JSON.parse(ofRule)).toMatchObject({
      ruleName: ruleNames.passes,
      clientId: gate.deviceId,
      base64OriginalPayload: Buffer.from(JSON.stringify(refusedToRule)).toString('base64'),
      failures: [{ errorMessage: expect.stringContaining('does not permit this rule') }],
    });
    await stack.stop();

    // The rule may invoke again; the function may still not tell the guards.
    await start((resources) => removeAction(resources, 'iot:Publish'));
    const halfMended = await runCommand('redrive', [], { home });
    expect(halfMended.exitCode).toBe(1);
    expect(halfMended.stdout).toMatch(/failed again: .*not authorized.*iot:Publish.*\(before: rule gatehouse_passes: /);
    await publish(gate, refusedToFunction);
    expect(await untilFailed(stack, 2)).toContainEqual(expect.stringContaining('iot:Publish'));
    await stack.stop();

    await start();
    const guards = await listenToAlerts(stack, post);
    const mended = await runCommand('redrive', [], { home });
    expect(mended).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('2 put through, 0 failed again') });
    for (const message of [refusedToRule, refusedToFunction]) {
      await until('the guards', () => guards.heard.some(({ alert }) => alert.person?.epoch === epochOf(message)));
      expect(await stored(stack, message)).toBe(1);
      expect(await alerts(stack, message)).toBe(1);
    }
    expect(await countFailures(stack.deployment)).toBe(0);
    await guards.client.endAsync();
  });
});

/** The passes rule may not invoke ingest any more; who else may invoke whom stays. */
function removePassesPermission(resources: Resources): void {
  const [id = ''] = Object.keys(resources).filter(
    (name) => resources[name]?.Type === 'AWS::Lambda::Permission' && name.includes('PassesRule'),
  );
  expect(resources[id]).toBeDefined();
  delete resources[id];
}

/** Takes an action out of every function's role; what devices may do stays. */
function removeAction(resources: Resources, action: string): void {
  const policies = Object.entries(resources).filter(([, { Type }]) => Type === 'AWS::IAM::Policy');
  const before = JSON.stringify(Object.fromEntries(policies));
  const without = before.replaceAll(`"Action":"${action}"`, '"Action":"none:None"');
  expect(without).not.toBe(before);
  Object.assign(resources, JSON.parse(without));
}
