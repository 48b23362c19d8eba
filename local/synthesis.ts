import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { UsageError } from '../domain/errors.ts';
import { synthesisVariables } from '../domain/names.ts';
import { synthesisLimits } from './limits.ts';

/** What the CDK command line reads of cdk.json too: how the app is run, and which files make it another app. */
const cdkJson = z.object({ app: z.string(), watch: z.object({ include: z.array(z.string()).min(1) }) });

/**
 * Runs the project's CDK app, unless it was run before on the same files and settings.
 *
 * Assemblies are kept by the hash of what went into them, so that a stack that runs keeps its code while another
 * version is synthesised beside it.
 * @returns the folder of the cloud assembly.
 * @throws UsageError when the app fails: its own last words.
 */
export async function synthesise(projectFolder: string): Promise<string> {
  const { app, watch } = readCdkJson(projectFolder);
  const cache = join(projectFolder, 'node_modules/.cache/gatehouse');
  const assembly = join(cache, `assembly-${hashInputs(projectFolder, watch.include)}`);
  if (existsSync(join(assembly, 'manifest.json'))) return assembly;

  mkdirSync(cache, { recursive: true });
  const unfinished = `${assembly}.${process.pid}`;
  await runApp(app, projectFolder, unfinished);
  try {
    renameSync(unfinished, assembly);
  } catch {
    // Another process was quicker with the same; ours is as good as theirs.
    rmSync(unfinished, { recursive: true, force: true });
  }
  removeOldest(cache);
  return assembly;
}

function readCdkJson(projectFolder: string): z.infer<typeof cdkJson> {
  const file = join(projectFolder, 'cdk.json');
  try {
    return cdkJson.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new UsageError(`${file} does not say how to synthesise (app, watch.include): ${why}`, { cause });
  }
}

function hashInputs(projectFolder: string, patterns: readonly string[]): string {
  const hash = createHash('sha256');
  for (const name of Object.values(synthesisVariables)) hash.update(`${name}=${process.env[name] ?? ''}\n`);
  for (const file of globSync([...patterns], { cwd: projectFolder }).toSorted()) {
    const path = join(projectFolder, file);
    if (statSync(path).isFile()) hash.update(`${file}\n`).update(readFileSync(path));
  }
  return hash.digest('hex').slice(0, 16);
}

async function runApp(app: string, projectFolder: string, outputFolder: string): Promise<void> {
  const [command = '', ...args] = app.split(' ');
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  try {
    await promisify(execFile)(command, args, {
      cwd: projectFolder,
      timeout: synthesisLimits.timeoutMs,
      // CDK's check against CloudFormation's schemas takes two seconds; `npm run synth` and the tests make it.
      env: { ...process.env, PATH: path, CDK_OUTDIR: outputFolder, CDK_VALIDATION: 'false' },
    });
  } catch (cause) {
    rmSync(outputFolder, { recursive: true, force: true });
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause);
    throw new UsageError(`"${app}" could not synthesise the template:\n${said}`, { cause });
  }
}

function removeOldest(cache: string): void {
  const assemblies = readdirSync(cache)
    .map((name) => join(cache, name))
    .toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const folder of assemblies.slice(synthesisLimits.assembliesKept))
    rmSync(folder, { recursive: true, force: true });
}
