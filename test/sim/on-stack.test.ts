/**
 * Every scenario keeps the laws on a real stack too: broker, rules, functions, tables, and its oracle's word on all of it.
 * Method: the command as a user types it, each scenario as it is, on a stack of its own. Takes minutes, so only when
 * GATEHOUSE_SCENARIOS says which: all, or names with commas between.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunReport } from '../../device-sim/command/run-report.ts';
import { catalogue } from '../../device-sim/scenarios/catalogue.ts';
import { runCommand } from '../helpers/commands.ts';
import { newHome, type RunningStack, startStack } from '../helpers/stack.ts';

/** A day long, and meant for virtual time. */
const withoutStack = 'yuhang-pilot';
const wanted = process.env['GATEHOUSE_SCENARIOS'] ?? '';
const names = wanted === 'all' ? [...catalogue.keys()].filter((name) => name !== withoutStack) : wanted.split(',');

const { home, remove } = newHome();
let stack: RunningStack;
beforeEach(async () => {
  stack = await startStack(home);
}, 60_000);
afterEach(async () => {
  await stack.stop();
  remove();
}, 60_000);

describe.skipIf(wanted === '')('on a stack of its own', () => {
  it.each(names)('%s', { timeout: 900_000 }, async (name) => {
    const file = join(home, 'report.json');
    const args = ['--scenario', name, '--report', file];
    const { exitCode, stdout, stderr } = await runCommand('sim', args, { home, withinMs: 840_000 });
    process.stdout.write(`\n${name}\n${stdout.slice(stdout.indexOf('gates: '))}`);
    const { oracle, faults }: RunReport = JSON.parse(readFileSync(file, 'utf8'));
    expect(oracle.offences).toEqual([]);
    expect(faults.neverFired).toEqual([]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });
});
