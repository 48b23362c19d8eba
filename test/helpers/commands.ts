import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import { environmentFor, projectFolder } from './stack.ts';

const { scripts }: { scripts: Record<string, string> } = JSON.parse(
  readFileSync(join(projectFolder, 'package.json'), 'utf8'),
);

/** Longer than any command of a test takes on a busy machine. */
const commandMs = 50_000;

/** Where and as whom a command runs. */
export interface Surroundings {
  home: string;
  settings?: NodeJS.ProcessEnv;
  /** Only root may choose. */
  user?: { uid: number; gid: number } | undefined;
  /** Longer than usual, for a command that is meant to take long. */
  withinMs?: number;
}

export interface CommandResult {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Starts what `npm run NAME -- ARGS` would, without the half second that npm takes. */
export function spawnCommand(
  name: string,
  args: readonly string[],
  { home, settings, user }: Surroundings,
): ChildProcess {
  const [node, script = ''] = scripts[name]?.split(' ') ?? [];
  expect(node, `the script "${name}" of package.json runs a file`).toBe('node');
  return spawn(process.execPath, [script, ...args], {
    ...user,
    cwd: projectFolder,
    env: environmentFor(home, settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs a command to its end. */
export async function runCommand(
  name: string,
  args: readonly string[],
  surroundings: Surroundings,
): Promise<CommandResult> {
  const child = spawnCommand(name, args, surroundings);
  // One that does not end, though it should, ends with its test.
  const overdue = setTimeout(() => child.kill('SIGKILL'), surroundings.withinMs ?? commandMs);
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new TypeError('a child without its output');
  const exited = new Promise<number | null>((resolve, reject) => child.once('exit', resolve).once('error', reject));
  const [exitCode, out, err] = await Promise.all([exited, text(stdout), text(stderr)]);
  clearTimeout(overdue);
  return { exitCode, stdout: out, stderr: err };
}

/** A command that did what it should. */
export async function runWell(...command: Parameters<typeof runCommand>): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand(...command);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  return stdout;
}

/**
 * A command that cannot do what it was asked for: exit code 2, and one line on stderr that matches. Several things wrong
 * with a template are a line each, indented, and a last one that says what to do.
 */
export function expectRefusal({ exitCode, stderr }: CommandResult, line: RegExp): void {
  expect(stderr).toMatch(line);
  expect(stderr).toMatch(/^gatehouse: .+(:\n( {2}.+\n)+.+)?\.\n$/);
  expect(exitCode).toBe(2);
}
