// Goal: the gates of docs/examples are gates: whoever begins with one begins with something that keeps the protocol.
// Method: where their tools are installed, each is built and run against a whole stack, with people on its stdin, and put
// through gate-check; its power is cut by SIGKILL.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkGate } from '../../operator/gate-check/check-gate.ts';
import { createCloudSide } from '../../operator/gate-check/cloud-side.ts';
import { enrolledGate } from '../helpers/device.ts';
import { newHome, projectFolder, type RunningStack, startStack } from '../helpers/stack.ts';
import { until } from '../helpers/wait.ts';

const folder = join(projectFolder, 'docs/examples/minimal-gate');
const { home, remove } = newHome();
const works = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;

/** @returns the command that runs it; undefined: what it needs is not installed. */
function python(): string[] | undefined {
  const found = ['python3', '/usr/bin/python3'].find((command) => works(command, '-c', 'import paho.mqtt.client'));
  return found === undefined ? undefined : [found, join(folder, 'minimal_gate.py')];
}

function c(): string[] | undefined {
  const program = join(home, 'minimal_gate');
  const headers = spawnSync('cc', ['-E', '-x', 'c', '-'], { input: '#include <mosquitto.h>\n' });
  if (headers.status !== 0) return undefined;
  const flags = ['-std=c11', '-Wall', '-Wextra', '-O1'];
  const built = spawnSync('cc', [...flags, '-o', program, join(folder, 'minimal_gate.c'), '-lmosquitto', '-lm']);
  expect(built.status, built.stderr.toString()).toBe(0);
  return [program];
}

const examples = [
  { name: 'python-gate', needs: 'python3 with paho-mqtt', command: python() },
  { name: 'c-gate', needs: 'a C compiler with libmosquitto', command: c() },
];
const runnable = examples.some(({ command }) => command);
let stack: RunningStack | undefined;

beforeAll(async () => {
  if (runnable) stack = await startStack(home);
});

afterAll(async () => {
  await stack?.stop();
  remove();
});

/** Runs an example with somebody before it every now and then. */
async function startExample(running: RunningStack, name: string, [program = '', ...args]: readonly string[]) {
  const device = await enrolledGate(running, name);
  const { host, port, caFile } = running.endpoints.mqtts;
  const options = {
    ...{ host, port: String(port), ca: caFile, cert: device.files.certificateFile, key: device.files.keyFile },
    ...{ gate: name, community: device.community, state: join(home, `${name}.json`) },
  };
  const flags = Object.entries(options).flatMap(([flag, value]) => [`--${flag}`, value]);
  const powerOn = () => spawn(program, [...args, ...flags], { stdio: ['pipe', 'pipe', 'inherit'] });
  let child: ChildProcess = powerOn();
  let people = 0;
  const coming = setInterval(() => {
    people++;
    child.stdin?.write(`${people % 6 === 0 ? '37.2' : (35.4 + (people % 7) / 50).toFixed(2)} 21.4\n`);
  }, 300);
  const off = async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return {
    device,
    async cutPower() {
      const before = people;
      await until('people', () => people > before + 4);
      await off();
      child = powerOn();
    },
    async end() {
      clearInterval(coming);
      await off();
    },
  };
}

describe('an example gate keeps the protocol', { timeout: 120_000 }, () => {
  it.concurrent.for(examples)('$name', async ({ name, needs, command }, { skip }) => {
    if (!command || !stack) return skip(`it needs ${needs}`);
    const { deployment } = stack;
    const gate = await startExample(stack, name, command);
    const side = createCloudSide(deployment, gate.device);
    await until(`${name} to connect`, () => side.connection());
    const askForPowerCut = () => void gate.cutPower();
    const findings = await checkGate(deployment, gate.device, { waitMs: 12_000, say: () => {}, askForPowerCut });
    await gate.end();
    expect(findings.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    const untold = findings.filter(({ outcome }) => outcome === 'not told').map(({ clause }) => clause);
    expect(untold).toEqual(['C-10.3']);
  });
});
