// Goal: what a function cannot do comes to rest in the failures queue with its reason, holds up nobody, and `redrive`
// gets it stored (law 1), once (law 2).
// Method: a whole stack on a copy of the project's cloud assembly whose handlers throw, hang or take all memory for
// messages of the test's choice. Messages come from a bare MQTT client; `redrive` is run as an operator runs it.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { PassesMessage } from '../../domain/messages/pass.ts';
import { functionLimits } from '../../infra/limits.ts';
import { type AlteredAssembly, alteredAssembly, setProperties } from '../helpers/assembly.ts';
import { runCommand } from '../helpers/commands.ts';
import { connect, type EnrolledDevice, enrolledGate, publishPasses } from '../helpers/device.ts';
import { countFailures, emptyFailures, peekFailures } from '../helpers/failures-queue.ts';
import type { Orders } from '../helpers/faulty-handler.ts';
import { invocationsOnDisk } from '../helpers/on-disk.ts';
import { alerts, epochOf, fever, patienceMs, stored, untilFailed } from '../helpers/outcomes.ts';
import { newHome, type RunningStack, startStack } from '../helpers/stack.ts';
import { until } from '../helpers/wait.ts';

vi.setConfig({ testTimeout: 120_000 });

const timeoutS = 3;
/** Enough for the function, and soon filled. */
const memoryMb = 256;

const { home, remove } = newHome();
const assemblies: AlteredAssembly[] = [];
let assembly: AlteredAssembly;
let stack: RunningStack;
let gate: EnrolledDevice;
let client: MqttClient;

/** Ends the stack, if it runs, and starts it on the same state with these properties of every function. */
async function restart(properties: object = {}, settings: NodeJS.ProcessEnv = {}): Promise<void> {
  await client?.endAsync(true);
  await stack?.stop();
  assembly = await alteredAssembly((resources) => setProperties(resources, 'AWS::Lambda::Function', properties));
  assemblies.push(assembly);
  stack = await startStack(home, { assembly: assembly.folder, settings });
  gate = await enrolledGate(stack, 'xixi-gate-1');
  client = await connect(stack, gate);
}

beforeAll(() => restart({ MemorySize: memoryMb }));

afterEach(async () => {
  assembly.order({});
  await emptyFailures(stack.deployment);
});

afterAll(async () => {
  await client.endAsync(true);
  await stack.stop();
  for (const one of assemblies) one.remove();
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

it('a function fails twice, after it has stored and alerted, and then works: one item, one alert, no failure', async () => {
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

it('a function fails always: kept with its reason, and put through by redrive once it works again', async () => {
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
  {
    kind: 'takes all memory',
    error: { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/exited with error: signal/) },
  },
  {
    kind: 'never returns',
    restartedWith: { Timeout: timeoutS },
    error: { errorType: 'Sandbox.Timedout', errorMessage: expect.stringMatching(/timed out after 3\.00 seconds/) },
  },
] as const)('a function $kind: given up, while others are stored', async ({ kind, error, ...given }) => {
  if ('restartedWith' in given) await restart(given.restartedWith);
  const message = await publishFaulty(kind, Number.MAX_SAFE_INTEGER);
  const others = Array.from({ length: 5 }, fever);
  for (const other of others) await publishPasses(client, gate, other);
  const [failure = ''] = await untilFailed(stack, 1);
  expect(JSON.parse(failure)).toMatchObject({
    requestContext: { condition: 'RetriesExhausted' },
    responsePayload: error,
  });
  for (const other of others) {
    await until('the others', async () => (await stored(stack, other)) === 1, patienceMs);
  }
  assembly.order({});
  expect(await redrive()).toMatchObject({ exitCode: 0 });
  expect(await stored(stack, message)).toBe(1);
});

it('an event waits longer than it may, while the stack is off: given up without a run', async () => {
  await restart({}, { GATEHOUSE_LAMBDA_RETRY_S: '3600,3600' });
  const message = await publishFaulty('throws before it works', 1);
  await until('the first run', () => stack.output.some((line) => line.includes('run 1 failed')), patienceMs);
  await client.endAsync(true);
  await stack.stop();
  expect(invocationsOnDisk(home, stack.deployment.outputs.ingestFunction)).toBe(1);
  setBack(home, (functionLimits.passEventAgeMaxS + 1) * 1_000);

  await restart();
  const [failure = ''] = await untilFailed(stack, 1);
  expect(JSON.parse(failure)).toMatchObject({
    requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 1 },
  });
  expect(await stored(stack, message)).toBe(0);
  expect(await redrive()).toMatchObject({ exitCode: 0 });
  expect(await stored(stack, message)).toBe(1);
});

/** What waits for a retry was accepted so much earlier: as if the machine had been off for as long. */
function setBack(home: string, ms: number): void {
  const sql = new DatabaseSync(join(home, 'stack.sqlite'));
  sql
    .prepare(
      `update lambda_invocations set accepted_at_ms = accepted_at_ms - ?, not_before_ms = not_before_ms - ?
       where attempts > 0`,
    )
    .run(ms, ms);
  sql.close();
}
