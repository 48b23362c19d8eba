import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Endpoints } from '../../domain/endpoints.ts';
import { connectToDeployment, type Deployment, readEndpoints } from '../../operator/deployment.ts';
import { searchForNames } from './law-six.ts';

export const projectFolder = join(import.meta.dirname, '../..');

/** A whole local stack in a process of its own, on free ports, with a state folder of its own. */
export interface RunningStack {
  home: string;
  endpoints: Endpoints;
  deployment: Deployment;
  /** What the stack has printed so far. */
  output: string[];
  /** What a command needs in its environment to find this stack. */
  environment: NodeJS.ProcessEnv;
  /** Ends it as Ctrl-C does, and waits for the end; whatever the test was about, what it leaves is searched for codes. */
  stop(): Promise<void>;
  /** `kill -9`: nothing gets a chance to put anything in order. */
  kill(): Promise<void>;
}

/** A state folder that a test may start stacks on, one after another. */
export function newHome(): { home: string; remove(): void } {
  const home = mkdtempSync(join(tmpdir(), 'gatehouse-home-'));
  return { home, remove: () => rmSync(home, { recursive: true, force: true }) };
}

export function environmentFor(home: string, settings: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    GATEHOUSE_HOME: home,
    GATEHOUSE_MQTTS_PORT: '0',
    GATEHOUSE_HTTP_PORT: '0',
    GATEHOUSE_DYNAMODB_PORT: '0',
    GATEHOUSE_AWS_PORT: '0',
    GATEHOUSE_LAMBDA_RETRY_S: '0.05,0.1',
    // Each process starts a third sooner.
    NODE_COMPILE_CACHE: join(projectFolder, 'node_modules/.cache/gatehouse-tests'),
    ...settings,
  };
}

/**
 * Starts a stack and waits until it listens.
 * @param assembly a cloud assembly other than the project's own.
 */
export async function startStack(
  home: string,
  { assembly, settings }: { assembly?: string; settings?: NodeJS.ProcessEnv } = {},
): Promise<RunningStack> {
  const environment = environmentFor(home, settings);
  const args = ['local/main.ts', ...(assembly ? ['--assembly', assembly] : [])];
  const child = spawn(process.execPath, args, {
    cwd: projectFolder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  await untilReady(child, output);
  const deployment = await connectToDeployment({ aws: false, home });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const end = async (signal: NodeJS.Signals) => {
    deployment.close();
    if (hasEnded()) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  return {
    home,
    endpoints: readEndpoints(home),
    deployment,
    output,
    environment,
    stop: async () => {
      try {
        if (!hasEnded()) await searchForNames(home, deployment, output);
      } finally {
        await end('SIGINT');
      }
    },
    kill: () => end('SIGKILL'),
  };
}

async function untilReady(child: ChildProcess, output: string[]): Promise<void> {
  const ready = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      output.push(line);
      if (line.startsWith('Gatehouse runs')) ready.resolve();
    });
  }
  child.once('exit', (code) => ready.reject(new Error(`the stack ended with ${code}:\n${output.join('\n')}`)));
  await ready.promise;
}
