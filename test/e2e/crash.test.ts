// Goal: what a gate took on is stored once, and every fever raises one alert, however often everything crashes
// (laws 1 and 2).
// Method: a fleet of gates in this process, which survives, sends as fast as people come. The whole stack, in a process
// of its own, gets `kill -9` at a moment drawn at random and starts again on the same state and ports; the gates come
// back by themselves. After each kill the test compares two sets of passes: those acknowledged, out of a copy of the
// gates' flash once every connection has ended (no PUBACK can come any more), and those stored, out of a copy of the
// DynamoDB engine's files before anything runs on them. The difference is exact: passes that only the stack's queue on
// disk still holds. A round in which there are none proves nothing and is repeated.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectionOfGate } from '../../device-sim/deployed/enrolled.ts';
import { systemEnvironment } from '../../device-sim/environment.ts';
import { createFleet, type Fleet, type FleetEvent } from '../../device-sim/fleet/fleet.ts';
import { connectByMqtt } from '../../device-sim/gate/mqtt-connection.ts';
import { openFlashStore } from '../../device-sim/gate/store.ts';
import { yuhang, yuhangGates } from '../../device-sim/places.ts';
import { calmWorld } from '../../device-sim/world/profile.ts';
import { feverAlertId } from '../../domain/alert-identity.ts';
import { warmth } from '../../domain/judgement.ts';
import { defaultConfig } from '../../domain/messages/config.ts';
import { metricNames } from '../../domain/names.ts';
import { synthesise } from '../../local/synthesis.ts';
import { createPressingCrowd } from '../helpers/crowd.ts';
import { countFailures } from '../helpers/failures-queue.ts';
import { type KeptPass, readFlash } from '../helpers/flash.ts';
import { invocationsOnDisk, passesOnDisk } from '../helpers/on-disk.ts';
import { descendantsOf, runningOf } from '../helpers/processes.ts';
import { newHome, projectFolder, type RunningStack, startStack } from '../helpers/stack.ts';
import { type Item, scan } from '../helpers/tables.ts';
import { until } from '../helpers/wait.ts';

/** Two in `npm test`, ten in a row by `npm run test:crash`. */
const rounds = Number(process.env['GATEHOUSE_CRASH_ROUNDS'] ?? 2);
/** Rounds that struck when nothing was under way are repeated, so many times in all. */
const repeatsMax = 5;
const places = yuhangGates(12);
const gates = places.map(({ gate }) => gate);
/** Quicker than a function stores them: a queue builds up while the gates publish. */
const crowd = createPressingCrowd({ places, seed: 7, feverShare: 0.02, outboxMax: 20 });
/** A kill comes after so many more acknowledged passes, at least and at most. */
const strikesAfter = { min: 100, max: 900 };

/** A machine that has much else to do is slow, and no less right. */
const patienceMs = 60_000;

const { home, remove } = newHome();
const gatesFolder = mkdtempSync(join(tmpdir(), 'gatehouse-gates-'));
const flashFile = join(gatesFolder, 'flash.sqlite');
const online = new Set<string>();
let assembly: string;
let ports: NodeJS.ProcessEnv = {};
let stack: RunningStack;
let fleet: Fleet;
let acknowledged = 0;
const stopped: FleetEvent[] = [];

function onEvent(event: FleetEvent): void {
  crowd.hear(event);
  if (event.kind === 'acknowledged') acknowledged += event.passes;
  if (event.kind === 'connected') online.add(event.gate);
  if (event.kind === 'trouble') online.delete(event.gate);
  if (event.kind === 'stopped') stopped.push(event);
}

/** On the same state and, from the second time on, on the same ports, or no gate would find it. */
async function start(): Promise<void> {
  stack = await startStack(home, { assembly, settings: ports });
  ports = portsOf(stack);
}

beforeAll(async () => {
  assembly = await synthesise(projectFolder);
  await start();
  fleet = createFleet({
    places,
    connectionOf: async (place) => connectByMqtt(await connectionOfGate(stack.deployment, place)),
    store: openFlashStore(flashFile),
    setup: { timeZone: yuhang.timeZone, sending: { lingerS: 0, passesPerMessage: 5 } },
    seed: 7,
    // The crowd decides who comes, and when.
    ratePerS: 0,
    world: calmWorld,
    // Full jitter, as ever, but out of its lower part: the test waits for gates that are back, not for ones that pause.
    environment: { ...systemEnvironment, random: () => systemEnvironment.random() / 16 },
    onEvent,
  });
  await fleet.start();
  crowd.gather(fleet);
});

afterAll(async () => {
  await fleet.stop({ drainMs: 0 });
  await stack.stop();
  remove();
  rmSync(gatesFolder, { recursive: true, force: true });
});

function portsOf({ endpoints }: RunningStack): NodeJS.ProcessEnv {
  return {
    GATEHOUSE_MQTTS_PORT: String(endpoints.mqtts.port),
    GATEHOUSE_AWS_PORT: new URL(endpoints.aws.url).port,
    GATEHOUSE_DYNAMODB_PORT: new URL(endpoints.dynamodb.url).port,
  };
}

const saysStored = (line: string) => line.includes(metricNames.passesStored);
const identity = ({ gate, epoch, seq }: Item) => `${gate}#${epoch}#${seq}`;
const identityOf = ({ gate, pass }: KeptPass) => identity({ gate, ...pass });

/** Kills, looks at what is left, starts again. @returns how many acknowledged passes were not stored when it struck. */
async function strike(): Promise<number> {
  const processes = descendantsOf(stack.endpoints.pid);
  expect(processes.length).toBeGreaterThan(0);
  await stack.kill();
  await until('the end of every connection', () => online.size === 0);
  // What a gate has heard it writes in the next turn.
  await new Promise((resolve) => setImmediate(resolve));
  const acknowledgedPasses = readFlash(flashFile, gates).acknowledged;
  await until('the end of every process of the stack', () => runningOf(processes).length === 0);
  const [stored] = await Promise.all([passesOnDisk(home, assembly), start()]);
  const isStored = new Set(stored.map(identity));
  return acknowledgedPasses.filter((kept) => !isStored.has(identityOf(kept))).length;
}

it(`stores every pass once and raises every fever once through ${rounds} kills`, {
  timeout: rounds * patienceMs,
}, async () => {
  let repeats = 0;
  for (let round = 1; round <= rounds; round++) {
    await until('all gates', () => online.size === places.length, patienceMs);
    // Every other time only once functions run, so that it strikes into the middle of storing and alerting as well.
    if (round % 2 === 0) await until('functions at work', () => stack.output.some(saysStored), patienceMs);
    const { min, max } = strikesAfter;
    const at = acknowledged + min + Math.floor(Math.random() * (max - min));
    await until('people at the gates', () => acknowledged >= at, patienceMs);
    const unstored = await strike();
    console.log(`kill ${round}: ${acknowledged} acknowledged so far, ${unstored} of them not stored when it struck`);
    if (unstored > 0) continue;
    round--;
    expect(++repeats).toBeLessThanOrEqual(repeatsMax);
  }
  await until('all gates', () => online.size === places.length, patienceMs);
  await crowd.disperse();
  const report = await fleet.stop({ drainMs: patienceMs });
  expect(report.passes).toMatchObject({ outstanding: 0, turnedAway: 0 });
  expect(stopped).toEqual([]);
  const { acknowledged: takenOn } = readFlash(flashFile, gates);
  expect(takenOn).toHaveLength(report.passes.made);
  await until(
    'all passes',
    async () => (await scan(stack.deployment, 'passesTable')).length >= takenOn.length,
    patienceMs,
  );
  // An end in good order lets finish what runs, and shows that nothing is left to run.
  await stack.stop();
  expect(invocationsOnDisk(home, stack.deployment.outputs.ingestFunction)).toBe(0);
  await start();

  const passes = await scan(stack.deployment, 'passesTable');
  expect(passes.map(identity).toSorted()).toEqual(takenOn.map(identityOf).toSorted());

  const fevers = takenOn.filter(({ pass }) => warmth(pass, defaultConfig));
  expect(fevers.length).toBeGreaterThan(0);
  const state = await scan(stack.deployment, 'stateTable');
  const alerts = state.filter(({ kind }) => kind === 'fever').map(({ alertId }) => alertId);
  expect(alerts.toSorted()).toEqual(fevers.map(({ gate, pass }) => feverAlertId(gate, pass)).toSorted());
  expect(state.filter(({ pk }) => String(pk).startsWith('quarantine#'))).toEqual([]);
  expect(state.filter(({ kind }) => kind === 'gate-lying' || kind === 'gate-offline')).toEqual([]);
  expect(await countFailures(stack.deployment)).toBe(0);
  console.log(`${passes.length} passes and ${alerts.length} fevers, each once`);
});
