// Goal: `npm start` shows a newcomer the main job: passes stored, a fever at the guards, how to send one by hand; and
// ends in order.
// Method: the command as a user types it, with its output in a pipe and in a pseudo-terminal; the tables; the processes
// that it leaves behind; the lines that it prints, run by a shell as they are.
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { demoGuardsLine } from '../../demo/guards.ts';
import { signIn } from '../../demo/sign-in.ts';
import { guardsOf } from '../../domain/state-keys.ts';
import { synthesise } from '../../local/synthesis.ts';
import { connectToDeployment, readEndpoints } from '../../operator/deployment.ts';
import { spawnCommand } from '../helpers/commands.ts';
import { descendantsOf, runningOf } from '../helpers/processes.ts';
import { environmentFor, newHome, projectFolder } from '../helpers/stack.ts';
import { type Item, scan } from '../helpers/tables.ts';
import { until } from '../helpers/wait.ts';

/** A busy machine takes its time. */
const patienceMs = 50_000;

const { home, remove } = newHome();

// A start is warm when the template has been synthesised before.
beforeAll(() => synthesise(projectFolder));
afterAll(remove);

/** Whatever a test that failed has left running. */
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function startDemo(): ChildProcess {
  const child = spawnCommand('start', [], { home });
  children.push(child);
  return child;
}

/** The indented lines below the one that announces them. */
const linesByHand = /of your own, from another terminal.*\n\n((?: .*\n)+)\n/;

const isInstalled = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

function collect({ stdout }: ChildProcess): { text: string } {
  const output = { text: '' };
  stdout?.on('data', (chunk: Buffer) => {
    output.text += chunk.toString();
  });
  return output;
}

const storedPasses = () => readAll('passesTable');
const guardsNamed = () => readAll('stateTable', guardsOf(''));

async function readAll(table: 'passesTable' | 'stateTable', prefix?: string): Promise<Item[]> {
  const deployment = await connectToDeployment({ aws: false, home });
  try {
    return await scan(deployment, table, prefix);
  } finally {
    deployment.close();
  }
}

/** As the first that the demo names, by what it says of them. @returns the status. */
async function beginShift(): Promise<number> {
  const endpoints = readEndpoints(home);
  const { access_token } = await signIn(endpoints, 'guard-xixi');
  const [, pin] = /PIN (\d+)/.exec(demoGuardsLine()) ?? [];
  const { status } = await fetch(`${endpoints.http.url}/communities/xixi/shift`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ guard: 'li', pin }),
  });
  return status;
}

/** Ctrl-C. @returns how long it took, and which processes were left. */
async function interrupt(child: ChildProcess) {
  const below = descendantsOf(child.pid ?? 0);
  const before = performance.now();
  child.kill('SIGINT');
  const [exitCode] = await once(child, 'exit');
  return { exitCode, ms: Math.round(performance.now() - before), below, left: runningOf(below) };
}

describe('without a terminal', { timeout: 3 * patienceMs }, () => {
  it('shows passes in plain lines, ends in order, and goes on where it was', async () => {
    const startedAt = performance.now();
    const child = startDemo();
    const output = collect(child);
    await until('the first pass', () => /^\d\d:\d\d:\d\d {2}\S+-gate-\d /m.test(output.text), patienceMs);
    const firstPassMs = Math.round(performance.now() - startedAt);
    const first = await until(
      'a stored pass',
      async () => {
        const passes = await storedPasses();
        return passes.length > 0 && passes;
      },
      patienceMs,
    );
    await until('the guards', async () => (await guardsNamed()).length === 6, patienceMs);
    expect(await beginShift()).toBe(200);
    const { exitCode, ms, below, left } = await interrupt(child);
    process.stdout.write(`first pass after ${firstPassMs} ms; Ctrl-C took ${ms} ms\n`);
    expect(exitCode).toBe(0);
    expect(below.length).toBeGreaterThan(0);
    expect(left).toEqual([]);
    expect(ms).toBeLessThan(3_000);
    expect(firstPassMs).toBeLessThan(30_000);
    expect(output.text).toMatch(/^passes [1-9]\d* made, [1-9]\d* stored/m);
    expect(output.text).toMatch(/^Ended\. What was stored is in .*; "npm start" goes on from there\.$/m);
    expect(output.text, 'no control characters in a pipe').not.toContain('\x1b');

    const again = startDemo();
    const more = await until(
      'more passes',
      async () => {
        // Nothing to ask until it listens.
        const passes = await storedPasses().catch(() => []);
        return passes.length > first.length + 3 && passes;
      },
      patienceMs,
    );
    expect((await interrupt(again)).exitCode).toBe(0);
    const countsOf = (passes: Item[]) => new Set(passes.map(({ gate, epoch }) => `${gate} ${epoch}`));
    expect(countsOf(more).size, 'one epoch a gate: the gates are the same').toBe(
      new Set(more.map((item) => item['gate'])).size,
    );
    expect([...countsOf(more)]).toEqual(expect.arrayContaining([...countsOf(first)]));
  });

  it('prints how to send a fever by hand, which works as it is printed', async (context) => {
    if (!isInstalled('mosquitto_pub')) context.skip('mosquitto_pub is not installed');
    const child = startDemo();
    const output = collect(child);
    const [, script = ''] = await until('the lines', () => linesByHand.exec(output.text) ?? undefined, patienceMs);
    await promisify(execFile)('sh', ['-ec', script], { cwd: projectFolder, env: environmentFor(home) });
    await until(
      'the alert',
      () => /^! \S+ fever at xixi-gate-9: 37\.10 °C, baseline 35\.30$/m.test(output.text),
      patienceMs,
    );
    expect((await interrupt(child)).exitCode).toBe(0);
  });
});

describe('in a terminal', { timeout: 2 * patienceMs }, () => {
  it('draws a table in its place', async (context) => {
    if (!isInstalled('script')) context.skip('script, which makes pseudo-terminals, is not installed');
    const child = spawn(
      'script',
      ['-qec', `stty cols 80 rows 40; exec '${process.execPath}' demo/start.ts`, '/dev/null'],
      {
        cwd: projectFolder,
        env: { ...environmentFor(home), TERM: 'xterm' },
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    );
    children.push(child);
    const output = collect(child);
    await until('a row of a gate', () => /^\S+-gate-\d +yes +[1-9]/m.test(output.text), patienceMs);
    child.stdin?.write('\x03');
    await once(child, 'exit');
    expect(output.text).toMatch(/^gate +online +passes +sent +too warm +skin °C +baseline +decision\r?$/m);
    expect(output.text).toContain("Alerts on the guards' topics");
    expect(output.text).toMatch(/^learning /m);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequence that puts the cursor back up.
    expect(output.text).toMatch(/\x1b\[\d+A\x1b\[J/);
    const lines = output.text
      .split(/\r?\n/)
      .filter((line) => /^(gate|\S+-gate-\d|passes \d|baseline|learning)/.test(line));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(80);
    expect(output.text).toMatch(/^Ended\. /m);
  });
});
