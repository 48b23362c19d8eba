// Goal: an invocation that was accepted is run until it has worked or its destination has it, whatever ends in between.
// Method: a runtime in a process of its own, killed with SIGKILL; and random misbehaviour of handlers (fast-check).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { systemClock } from '../../../../local/clock.ts';
import { temporaryFolder } from '../aws/endpoint.ts';
import { createManualClock } from '../aws/manual-clock.ts';
import { eventually, functionOf, queueArn, startLambda } from './start-lambda.ts';

const prints = `export const handler = async (n) => { console.log('ran', n); await new Promise((resolve) => setTimeout(resolve, 2)); }`;

function startForEver(folder: string, functionName: string, round: number) {
  const program = new URL('./invoke-for-ever.ts', import.meta.url).pathname;
  return spawn(process.execPath, [program, folder, functionName, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

test('what was accepted before a kill -9 has run, before it or after', async () => {
  const folder = temporaryFolder();
  const fn = functionOf(folder, 'prints', prints);
  const accepted = new Set<string>();
  const ran = new Set<string>();
  let leftOver = 0;
  for (let round = 0; round < 3; round += 1) {
    const child = startForEver(folder, fn.name, round);
    for await (const line of createInterface({ input: child.stdout })) {
      const [what = '', name = ''] = line.split(' ');
      (what === 'accepted' ? accepted : ran).add(name);
      if (what === 'accepted' && accepted.size >= (round + 1) * 150) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    leftOver += [...accepted].filter((name) => !ran.has(name)).length;
  }
  expect(leftOver).toBeGreaterThan(0);

  const { lines, onDisk } = await startLambda([fn], { folder, clock: systemClock, retryDelaysMs: [20] });
  await eventually(() => expect(onDisk()).toBe(0));
  for (const line of lines) ran.add(/ran (\S+)/.exec(line)?.[1] ?? '');
  expect([...accepted].filter((name) => !ran.has(name))).toEqual([]);
});

test('a handler in an endless loop does not outlive a runtime that was killed', async () => {
  const folder = temporaryFolder();
  functionOf(folder, 'loops', `export const handler = () => { console.log('ran', process.pid); for (;;); }`);
  const child = startForEver(folder, 'loops', 0);
  let looping = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [what, pid] = line.split(' ');
    if (what !== 'ran') continue;
    looping = Number(pid);
    child.kill('SIGKILL');
  }
  expect(looping).toBeGreaterThan(0);
  await eventually(() => expect(() => process.kill(looping, 0)).toThrow('ESRCH'));
});

test('a retry that waited and a record that was not delivered survive a restart', async () => {
  const folder = temporaryFolder();
  const plan = { asynchronous: { maxRetries: 1, maxAgeS: 21_600, onFailureArn: queueArn } };
  const fn = functionOf(folder, 'fails', `export const handler = () => { throw new Error('no') }`, plan);
  const clock = createManualClock();
  const first = await startLambda([fn], { folder, clock });
  await first.runtime.invokeAsync(fn.arn, '"kept"');
  await eventually(() => expect(first.lines.join()).toContain('run 1 failed'));
  await first.end();

  let asked = 0;
  const deliver = async () => {
    asked += 1;
    throw new Error('refused');
  };
  const second = await startLambda([fn], { folder, clock, deliver });
  expect(second.lines).toEqual([]);
  clock.advance(60_000);
  await eventually(() => expect(asked).toBe(1));
  await second.end();

  const third = await startLambda([fn], { folder, clock });
  await eventually(() => expect(third.delivered).toHaveLength(1));
  expect(third.lines.join()).not.toContain('run');
  expect(JSON.parse(third.delivered[0] ?? '')).toMatchObject({
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 },
    requestPayload: 'kept',
  });
});

test('an invocation of a function that left the template stays on disk, and the log says so', async () => {
  const folder = temporaryFolder();
  const fn = functionOf(folder, 'gone', `export const handler = () => { throw new Error('no') }`);
  const first = await startLambda([fn], { folder });
  await first.runtime.invokeAsync(fn.arn, '{}');
  await eventually(() => expect(first.lines.join()).toContain('run 1 failed'));
  await first.end();
  const second = await startLambda([], { folder });
  expect(second.lines.join()).toContain('left the template');
  expect(second.onDisk()).toBe(1);
});

test('law 1: nothing accepted is lost, however handlers and their processes end', async () => {
  const act = fc.constantFrom('works', 'works', 'throws', 'exits', 'unhandled');
  // What each run of an invocation does; the runs are counted on disk, since processes forget.
  const plan = fc.array(fc.array(act, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 12 });
  const code = `
    import { appendFileSync, readFileSync } from 'node:fs';
    import { join } from 'node:path';
    export const handler = async ({ n, acts }) => {
      const file = join(process.env.LAMBDA_TASK_ROOT, 'runs-' + n);
      appendFileSync(file, '.');
      const act = acts[readFileSync(file).length - 1];
      if (act === 'throws') throw new Error(act);
      if (act === 'exits') process.exit(1);
      if (act === 'unhandled') { Promise.reject(new Error(act)); await new Promise(() => {}); }
      console.log('worked', n);
    }`;
  await fc.assert(
    fc.asyncProperty(plan, async (invocations) => {
      const fn = functionOf(temporaryFolder(), 'random', code);
      const { runtime, lines, delivered, onDisk, end } = await startLambda([fn], {
        clock: systemClock,
        retryDelaysMs: [20],
      });
      await Promise.all(invocations.map((acts, n) => runtime.invokeAsync(fn.arn, JSON.stringify({ n, acts }))));
      await eventually(() => expect(onDisk()).toBe(0));
      await end();
      const worked = lines
        .flatMap((line) => Number(/worked (\d+)/.exec(line)?.[1] ?? Number.NaN))
        .filter(Number.isInteger);
      const failed = delivered.map((record): number => JSON.parse(record).requestPayload.n);
      const expected = invocations.map((acts, n) => ({ n, works: acts.includes('works') }));
      expect(worked.toSorted((a, b) => a - b)).toEqual(expected.flatMap(({ n, works }) => (works ? [n] : [])));
      expect(failed.toSorted((a, b) => a - b)).toEqual(expected.flatMap(({ n, works }) => (works ? [] : [n])));
    }),
    { numRuns: 4 },
  );
}, 60_000);
