// Goal: the simulator's report adds up with what is stored (law 7), however it ends, and the replay of real people says
// of them what can be worked out without it.
// Method: the command as a user types it against a whole stack; the tables; and the screening rule once more, written
// here from its definition, over the recording.
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FleetReport } from '../../device-sim/fleet-report.ts';
import { yuhang, yuhangGates } from '../../device-sim/places.ts';
import type { ReplayReport } from '../../device-sim/replay/run-replay.ts';
import { localDay } from '../../domain/local-day.ts';
import { deviceFiles } from '../../operator/certificates.ts';
import { runCommand, runWell, spawnCommand } from '../helpers/commands.ts';
import { type Expected, expectedOf } from '../helpers/screening-by-definition.ts';
import { newHome, projectFolder, type RunningStack, startStack } from '../helpers/stack.ts';
import { type Item, scan } from '../helpers/tables.ts';
import { until } from '../helpers/wait.ts';

const recording = join(projectFolder, '../shared/data/skin-oral-temperatures.csv');
const { home, remove } = newHome();
const reportFile = join(home, 'report.json');
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
    const said = await runWell('sim', [...args, '--report', reportFile], { home });
    const { gates, passes, reasons, fevers, errors } = readReport<FleetReport>();
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
    const { passes, reasons } = readReport<FleetReport>();
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
    const { gates, passes, reasons } = readReport<FleetReport>();
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
