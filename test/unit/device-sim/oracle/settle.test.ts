/**
 * The oracle waits for what is on its way, not for ever, and looks elsewhere before it says that something is missing.
 * Method: evidence that fills up from look to look, under a clock that is moved by hand.
 */
import { expect, test } from 'vitest';
import type { Evidence, Found } from '../../../../device-sim/oracle/evidence.ts';
import { settle } from '../../../../device-sim/oracle/settle.ts';
import { createTableWatch } from '../../../../device-sim/oracle/table-watch.ts';
import { createManualEnvironment } from '../manual-environment.ts';
import { epoch, gate, honestRun, passOf } from './honest-run.ts';

const circumstances = { mayBeLate: false, gotIn: [] };

/** Runs until it has settled, however long that takes by its clock. */
async function settleOn(evidence: Evidence) {
  const { environment, advance } = createManualEnvironment();
  const startMs = environment.uptimeMs();
  const said: string[] = [];
  let isOver = false;
  const settled = settle(honestRun().keeper.truth, evidence, circumstances, {
    environment,
    onWaiting: (line) => said.push(line),
  }).finally(() => {
    isOver = true;
  });
  while (!isOver) await advance(500);
  return { account: await settled, tookS: (environment.uptimeMs() - startMs) / 1000, said };
}

test('what is complete is looked at once', async () => {
  const looks: boolean[] = [];
  const evidence: Evidence = {
    gather: async (_truth, { elsewhere }) => {
      looks.push(elsewhere);
      return honestRun().found;
    },
  };
  expect((await settleOn(evidence)).account.offences).toEqual([]);
  expect(looks).toEqual([false]);
});

test('what is on its way is waited for', async () => {
  let there = 0;
  const evidence: Evidence = {
    gather: async () => {
      const { found } = honestRun();
      there += 3;
      return { ...found, passes: found.passes.slice(0, there) };
    },
  };
  const { account, said } = await settleOn(evidence);
  expect(account.passes).toMatchObject({ stored: 12, missing: 0 });
  expect(said).toEqual([9, 6, 3].map((missing) => expect.stringContaining(`${missing} passes`)));
});

test('what does not come is missing when nothing has changed for a while, unless it lies elsewhere', async () => {
  const without = (setAside: Found['setAside']): Evidence => ({
    gather: async (_truth, { elsewhere }) => {
      const { found } = honestRun();
      return { ...found, passes: found.passes.slice(1), setAside: elsewhere ? setAside : [] };
    },
  });
  const lost = await settleOn(without([]));
  expect(lost.account.offences).toMatchObject([{ law: 1, gate, epoch, seq: 1 }]);
  expect(lost.tookS).toBeGreaterThanOrEqual(15);
  expect(lost.tookS).toBeLessThan(20);

  const aside = await settleOn(without([{ gate, epoch, seq: 1, where: 'quarantined', reason: 'bad-pass' }]));
  expect(aside.account).toMatchObject({ offences: [], passes: { quarantined: 1 } });
  expect(aside.tookS).toBeLessThan(2);
});

test('a watched pass is seen when it is there, and only so many are watched for at once', async () => {
  const { environment, advance } = createManualEnvironment();
  const stored = new Set<number>();
  let looks = 0;
  const watch = createTableWatch(async (_gate, { seq }) => {
    looks++;
    if (looks === 1) throw new Error('a look that fails');
    return stored.has(seq);
  }, environment);
  const startMs = environment.now();
  for (const seq of [1, 2, 3, 4, 5]) watch.watch(gate, passOf(seq, 0));
  for (const seq of [1, 5]) stored.add(seq);
  await advance(40);
  expect([...watch.seen]).toEqual([[`${gate}#${epoch}#1`, startMs + 40]]);
  watch.watch(gate, passOf(5, 0));
  await advance(0);
  expect([...watch.seen.keys()]).toEqual([`${gate}#${epoch}#1`, `${gate}#${epoch}#5`]);
  watch.stop();
  for (const seq of [2, 3, 4]) stored.add(seq);
  await advance(10_000);
  expect(watch.seen.size).toBe(2);
});
