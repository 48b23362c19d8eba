// Goal: a code that is at two gates too far apart, and one for one use that is used twice, reach the guards on the
// whole way: gate, ingest, findings; and what findings cannot do is not lost, and put through by `redrive` (law 1).
// Method: two stacks, one after the other on the same state, the first of which lacks a permission. Codes are signed
// by the deployment's key; messages come from bare MQTT clients.
import { afterAll, expect, it } from 'vitest';
import { issuePass } from '../../domain/codes/issue.ts';
import type { Position } from '../../domain/findings/position.ts';
import type { PassesMessage } from '../../domain/messages/pass.ts';
import { openKmsKey } from '../../operator/codes/kms-key.ts';
import { publishLists } from '../../operator/codes/published.ts';
import { recordGate, stateOf } from '../../operator/gate-records.ts';
import { samplePasses } from '../../operator/sample.ts';
import { type AlteredAssembly, alteredAssembly, type Resources } from '../helpers/assembly.ts';
import { ownPass } from '../helpers/codes.ts';
import { runCommand } from '../helpers/commands.ts';
import {
  connect,
  type EnrolledDevice,
  enrolledGate,
  enrolledPost,
  listenToAlerts,
  place,
  publishPasses,
} from '../helpers/device.ts';
import { countFailures } from '../helpers/failures-queue.ts';
import { untilFailed } from '../helpers/outcomes.ts';
import { newHome, type RunningStack, startStack } from '../helpers/stack.ts';
import { until } from '../helpers/wait.ts';

const { home, remove } = newHome();
const wuchang = { ...place, community: 'wuchang' };
let stack: RunningStack;
let assembly: AlteredAssembly | undefined;

afterAll(async () => {
  await stack.stop();
  assembly?.remove();
  remove();
});

/** Somebody who is let in now with a code, as a gate that verified it says. */
async function entering(code: string): Promise<PassesMessage> {
  const { keys } = await publishLists(stack.deployment);
  const { passes, ...message } = samplePasses(Date.now(), false);
  const shown = { code: { form: 'gatehouse' as const, text: code }, lists: { keys }, listsAgeS: 1 };
  return { ...message, passes: passes.map((pass) => ({ ...pass, ...shown })) };
}

async function enter(gate: EnrolledDevice, code: string): Promise<void> {
  const client = await connect(stack, gate);
  await publishPasses(client, gate, await entering(code));
  await client.endAsync();
}

it('a copied code is found at the second gate, by way of the failures queue when findings may not look', {
  timeout: 120_000,
}, async () => {
  assembly = await alteredAssembly(mayNotLookAtPasses);
  stack = await startStack(home, { assembly: assembly.folder });
  const first = await gateAt('wuchang-gate-1', wuchang, { latitude: 30.27, longitude: 120.1336 });
  const second = await gateAt('xixi-gate-1', place, { latitude: 30.27, longitude: 120.06 });
  const post = await enrolledPost(stack, 'guard-xixi');
  const nowS = Math.floor(Date.now() / 1_000);
  const visitor = ownPass(nowS, { kind: 'visitor', singleUse: true, communities: ['wuchang', 'xixi'] });
  const code = await issuePass(visitor, nowS, (await openKmsKey(stack.deployment)).signer);
  await enter(first, code);
  await enter(second, code);
  for (const failure of await untilFailed(stack, 2)) {
    expect(failure).toMatch(/not authorized.*dynamodb:Query/);
    expect(failure).not.toContain(code);
  }
  await stack.stop();

  stack = await startStack(home);
  const guards = await listenToAlerts(stack, post);
  const mended = await runCommand('redrive', [], { home });
  expect(mended).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('2 put through, 0 failed again') });
  expect(mended.stdout).toMatch(/Findings\S* took it/);
  const said = () => new Set(guards.heard.map(({ alert }) => `${alert.kind} ${alert.gate}: ${alert.detail}`));
  await until('both alerts', () => said().size === 2);
  expect([...said()].toSorted()).toEqual([
    expect.stringMatching(
      /^impossible-walk xixi-gate-1: the same code was at wuchang-gate-1 \d+ s before, 7\.1 km away$/,
    ),
    expect.stringMatching(/^used-twice xixi-gate-1: the code, for one use, was used at wuchang-gate-1 at \S+Z$/),
  ]);
  expect(await countFailures(stack.deployment)).toBe(0);
  await guards.client.endAsync();
});

async function gateAt(id: string, at: typeof place, position: Position): Promise<EnrolledDevice> {
  const gate = await enrolledGate(stack, id, at);
  await recordGate(stateOf(stack.deployment), gate, position);
  return gate;
}

/** Takes the query of passes out of the role of findings. */
function mayNotLookAtPasses(resources: Resources): void {
  const policy = Object.entries(resources).find(
    ([id, { Type }]) => Type === 'AWS::IAM::Policy' && /^Findings/.test(id),
  );
  const before = JSON.stringify(policy?.[1]);
  const without = before.replace('"Action":"dynamodb:Query"', '"Action":"none:None"');
  expect(without).not.toBe(before);
  Object.assign(resources, { [policy?.[0] ?? '']: JSON.parse(without) });
}
