// Goal: a deployment that lacks a permission loses nothing; mended, `redrive` gets all of it stored and told (law 1),
// once (law 2). The failures queue then holds both envelopes: the rule's error action and the function's destination.
// Method: whole stacks, one after the other on the same state, on copies of the project's cloud assembly with
// permissions taken out of the template.
import { afterAll, expect, it } from 'vitest';
import type { PassesMessage } from '../../domain/messages/pass.ts';
import { ruleNames } from '../../domain/names.ts';
import { type AlteredAssembly, alteredAssembly, type Resources } from '../helpers/assembly.ts';
import { runCommand } from '../helpers/commands.ts';
import {
  connect,
  type EnrolledDevice,
  enrolledGate,
  enrolledPost,
  listenToAlerts,
  publishPasses,
} from '../helpers/device.ts';
import { countFailures } from '../helpers/failures-queue.ts';
import { alerts, epochOf, fever, stored, untilFailed } from '../helpers/outcomes.ts';
import { newHome, type RunningStack, startStack } from '../helpers/stack.ts';
import { until } from '../helpers/wait.ts';

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

it('a template lacks a permission of the rule, then of the function: nothing is lost, and all comes through once mended', {
  timeout: 120_000,
}, async () => {
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
