// Goal: the simulator's report adds up with what is stored (law 7), however it ends, the replay of real people says of them
// what can be worked out without it, and the oracle names whatever is spoilt in the tables of a real stack.
// Method: the command as a user types it against a whole stack; the tables; the screening rule once more, written here
// from its definition, over the recording; and a small fleet in this process whose stored passes are spoilt by hand.
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunReport } from '../../device-sim/command/run-report.ts';
import { deployedGates } from '../../device-sim/deployed/deployed-gates.ts';
import { systemEnvironment } from '../../device-sim/environment.ts';
import { createFleet } from '../../device-sim/fleet/fleet.ts';
import { openFlashStore } from '../../device-sim/gate/store.ts';
import { account } from '../../device-sim/oracle/account.ts';
import { evidenceOf } from '../../device-sim/oracle/deployment-evidence.ts';
import { hearAlerts } from '../../device-sim/oracle/hearing.ts';
import { settle } from '../../device-sim/oracle/settle.ts';
import { createTableWatch } from '../../device-sim/oracle/table-watch.ts';
import { createTruth } from '../../device-sim/oracle/truth.ts';
import { yuhang, yuhangGates } from '../../device-sim/places.ts';
import type { ReplayReport } from '../../device-sim/replay/run-replay.ts';
import { calmWorld } from '../../device-sim/world/profile.ts';
import { localDay } from '../../domain/local-day.ts';
import { deviceFiles } from '../../operator/certificates.ts';
import { isPassStored } from '../../operator/passes.ts';
import { runCommand, runWell, spawnCommand } from '../helpers/commands.ts';
import { type Expected, expectedOf } from '../helpers/screening-by-definition.ts';
import { spoiler } from '../helpers/spoilt-tables.ts';
import { newHome, projectFolder, type RunningStack, startStack } from '../helpers/stack.ts';
import { type Item, scan } from '../helpers/tables.ts';
import { until } from '../helpers/wait.ts';

const recording = join(projectFolder, '../shared/data/skin-oral-temperatures.csv');
const { home, remove } = newHome();
const reportFile = join(home, 'report.json');
const metricsFile = join(home, 'report.prom');
let stack: RunningStack;

beforeAll(async () => {
  stack = await startStack(home);
});

afterAll(async () => {
  await stack.stop();
  remove();
});

const readReport = <Report>(): Report => JSON.parse(readFileSync(reportFile, 'utf8'));
const storedPasses = () => scan(stack.deployment, 'passesTable');
const feverAlerts = async () =>
  (await scan(stack.deployment, 'stateTable', 'alert#')).filter((item) => item['kind'] === 'fever');

/** What came into the tables since the last time this was asked, once it is all there. */
let known = { passes: 0, alerts: 0 };
async function newlyStored(passes: number, alerts: number): Promise<{ passes: Item[]; alerts: Item[] }> {
  const all = await until('passes and alerts', async () => {
    const found = { passes: await storedPasses(), alerts: await feverAlerts() };
    const enough = found.passes.length >= known.passes + passes && found.alerts.length >= known.alerts + alerts;
    return enough && found;
  });
  const before = known;
  known = { passes: all.passes.length, alerts: all.alerts.length };
  expect(known).toEqual({ passes: before.passes + passes, alerts: before.alerts + alerts });
  return all;
}

const total = (counts: Record<string, number>) => Object.values(counts).reduce((sum, count) => sum + count, 0);

describe('a crowd', () => {
  it('is in the report as it is in the tables', async () => {
    const args = ['--gates', '6', '--rate', '20', '--duration', '6s', '--seed', '7', '--fever-share', '0.3'];
    const said = await runWell('sim', [...args, '--report', reportFile, '--prometheus', metricsFile], { home });
    const { gates, passes, reasons, fevers, errors, oracle } = readReport<RunReport>();
    expect(gates).toEqual({ planned: 6, connected: 6, stopped: 0 });
    expect(errors).toEqual([]);
    expect(passes.made).toBeGreaterThan(0);
    expect(passes).toEqual({
      made: passes.made,
      leftOver: 0,
      acknowledged: passes.made,
      outstanding: 0,
      turnedAway: 0,
    });
    expect(total(reasons)).toBe(passes.made);
    expect(fevers.alarmed + fevers.withoutFeverAlarmed).toBe(reasons['too-warm'] + reasons['far-too-warm']);
    expect(said).toContain(`passes: ${passes.made} made`);
    expect(oracle).toMatchObject({ offenceCount: 0, passes: { made: passes.made, stored: passes.made, missing: 0 } });
    expect(oracle.alerts).toMatchObject({ missing: 0, doubled: 0, withoutCause: 0, neverHeard: 0 });
    expect(oracle.alerts?.heard).toBe(oracle.alerts?.stored);
    expect(said).toMatch(/^No law was broken\.$/m);
    expect(readFileSync(metricsFile, 'utf8')).toMatch(
      new RegExp(`^gatehouse_sim_passes\\{figure="stored"\\} ${passes.made}$`, 'm'),
    );

    const stored = await newlyStored(passes.made, reasons['too-warm'] + reasons['far-too-warm']);
    const storedReasons: Record<string, number> = Object.fromEntries(Object.keys(reasons).map((reason) => [reason, 0]));
    for (const { reason } of stored.passes) storedReasons[String(reason)] = (storedReasons[String(reason)] ?? 0) + 1;
    expect(storedReasons).toEqual(reasons);
    expect(new Set(stored.passes.map((item) => item['gate']))).toEqual(new Set(yuhangGates(6).map(({ gate }) => gate)));
  });

  it('that is interrupted is reported as far as it came', async () => {
    const args = ['--gates', '2', '--rate', '20', '--duration', '10m', '--linger', '0s', '--report', reportFile];
    const child = spawnCommand('sim', args, { home });
    await until('the first passes', async () => (await storedPasses()).length > known.passes);
    child.kill('SIGINT');
    const [exitCode] = await once(child, 'exit');
    expect(exitCode).toBe(0);
    const { passes, reasons } = readReport<RunReport>();
    expect(passes).toMatchObject({ acknowledged: passes.made, outstanding: 0 });
    await newlyStored(passes.made, reasons['too-warm'] + reasons['far-too-warm']);
  });

  it('goes on when one gate cannot: its error is in the report and in the exit code', async () => {
    const [place] = yuhangGates(1);
    const { keyFile } = deviceFiles(stack.deployment.devicesFolder, place?.gate ?? '');
    writeFileSync(keyFile, 'garbage');
    const args = ['--gates', '2', '--rate', '20', '--duration', '1s', '--linger', '0s', '--report', reportFile];
    const { exitCode, stdout, stderr } = await runCommand('sim', args, { home });
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(stdout).toMatch(/^xixi-1-gate-1: .*private\.key and .* are not a key and its certificate/m);
    const { gates, passes, reasons } = readReport<RunReport>();
    expect(gates).toEqual({ planned: 2, connected: 1, stopped: 1 });
    await newlyStored(passes.made, reasons['too-warm'] + reasons['far-too-warm']);
  });
});

describe('the replay of 544 people', () => {
  it('finds the fevers that the rule finds, and alerts the guards of each', async (context) => {
    if (!existsSync(recording)) context.skip(`there is no recording at ${recording}`);
    const today = () => localDay(Date.now(), yuhang.timeZone);
    const day = today();
    const said = await runWell('sim', ['--replay', recording, '--rate', '300', '--report', reportFile], { home });
    if (today() !== day) context.skip('midnight fell into the run: baselines began anew');

    const { replay, passes, reasons } = readReport<ReplayReport>();
    const expected = expectedOf(readFileSync(recording, 'utf8'));
    const figures = (summaries: ReplayReport['replay']['byGates']): Expected[] =>
      summaries.map(({ gate, people, fever, noFever, learning, withoutReading, unknown }) => ({
        ...{ gate, people, learning, withoutReading, unknown },
        ...{ fever: fever.people, feverAlerted: fever.alerted },
        ...{ noFever: noFever.people, noFeverAlerted: noFever.alerted },
      }));
    expect(figures(replay.byGates)).toEqual(expected);
    expect(figures(replay.byGuards)).toEqual(expected);
    expect(replay.alertsMissing).toBe(0);
    for (const { gate, people, fever, feverAlerted } of expected) {
      expect(said).toContain(
        `${gate}: ${people} people; with a fever (oral ≥ 37.5 °C) ${fever}: ${feverAlerted} raised`,
      );
    }
    // Those whose truth nobody measured alarm too.
    const stored = await newlyStored(passes.made, reasons['too-warm'] + reasons['far-too-warm']);
    expect(stored.alerts.filter((item) => item['community'] === 'replay')).toHaveLength(
      reasons['too-warm'] + reasons['far-too-warm'],
    );
  });
});

describe('the oracle', () => {
  it('finds nothing after an honest run, and names by its law whatever is spoilt in the tables', async () => {
    const places = yuhangGates(12).slice(8, 9);
    const [gate = ''] = places.map((place) => place.gate);
    const { deployment } = stack;
    const { timeZone } = deployment.outputs;
    const environment = systemEnvironment;
    const keeper = createTruth(places, environment.now());
    const watch = createTableWatch(async (_gate, pass) => {
      const [place] = places;
      return place !== undefined && isPassStored(deployment, place, pass, timeZone);
    }, environment);
    const hearing = await hearAlerts(deployment, places, { environment, onAlert: () => {}, onTrouble: expect.fail });
    const fleet = createFleet({
      ...{ places, seed: 1, ratePerS: 0, world: calmWorld, ...deployedGates(deployment) },
      setup: { timeZone, sending: { lingerS: 0 } },
      store: openFlashStore(join(home, 'oracle.sqlite')),
      onEvent: (event) => {
        keeper.witness(event);
        if (event.kind === 'passed') watch.watch(event.gate, event.pass);
      },
    });
    await fleet.start();
    for (const skinC of [35.5, 35.4, 35.6, 35.5, 35.4, 35.5, 37.4]) {
      const person = { direction: 'in', site: 'face', skinC, ambientC: 21, code: null } as const;
      expect(await fleet.screen(gate, person, skinC > 37)).toBeDefined();
    }
    await fleet.stop();

    const evidence = evidenceOf(deployment, { timeZone, hearing, watch, now: environment.now });
    const circumstances = { mayBeLate: false, gotIn: [] };
    const honest = await settle(keeper.truth, evidence, circumstances, { environment, onWaiting: () => {} });
    expect(honest.offences).toEqual([]);
    expect(honest).toMatchObject({ passes: { made: 7, stored: 7 }, alerts: { stored: 1, heard: 1 } });
    expect(honest.people.fevers).toMatchObject({ feverish: 1, alerted: 1, missed: 0 });
    expect(honest.latencyMs.toAlert).toMatchObject({ seen: 1, p50: expect.any(Number) });
    expect(honest.latencyMs.toTable.seen).toBeGreaterThan(0);

    const { put, remove: drop } = spoiler(deployment);
    const stored = (await storedPasses()).filter((item) => item['gate'] === gate);
    const [dropped, doubled, altered, misjudged, late] = stored.toSorted((a, b) => Number(a['seq']) - Number(b['seq']));
    const alert = (await feverAlerts()).find((item) => item['gate'] === gate);
    if (!dropped || !doubled || !altered || !misjudged || !late || !alert) return expect.fail('too little is stored');
    await drop('passesTable', dropped);
    await put('passesTable', { ...doubled, sk: `${doubled['sk']}x` });
    await put('passesTable', { ...altered, skinC: 36.1 });
    await put('passesTable', { ...misjudged, judgedVerdict: 'admit', judgedReason: 'ok' });
    await put('passesTable', { ...late, expiresAt: Number(late['expiresAt']) + 400 });
    await drop('stateTable', alert);
    const spoilt = account(keeper.truth, await evidence.gather(keeper.truth, { elsewhere: true }), circumstances);
    await hearing.stop();
    expect(spoilt.offences.map(({ law, seq, what }) => `${seq} law ${law}: ${what}`).toSorted()).toEqual([
      '1 law 1: was taken on, and is neither stored nor set aside',
      '2 law 2: is stored more than once',
      '3 law 2: is stored otherwise than the gate made it',
      '4 law 5: the gate says recheck (learning), the cloud admit (ok)',
      expect.stringMatching(/^5 law 8: reached the broker \d+ s after it was made/),
      '7 law 2: the guards heard an alert (fever), and it is not stored',
      '7 law 2: was held (far-too-warm) at the gate, and no alert was raised',
    ]);
  });
});
