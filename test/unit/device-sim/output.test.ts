/**
 * What `npm run sim` shows: a view that is redrawn in a terminal and plain lines elsewhere, figures that Prometheus reads,
 * and offences in words.
 */
import { expect, test } from 'vitest';
import { describeAccount } from '../../../device-sim/command/describe-account.ts';
import { showProgress } from '../../../device-sim/command/progress.ts';
import { prometheusText } from '../../../device-sim/command/prometheus.ts';
import { account } from '../../../device-sim/oracle/account.ts';
import { createManualEnvironment } from './manual-environment.ts';
import { gate, honestRun } from './oracle/honest-run.ts';

const snapshot = { gates: 4, connected: 3, made: 50, acknowledged: 40, outstanding: 10, tooWarm: 2, alertsHeard: 1 };

async function shown(isTTY: boolean) {
  const { environment, advance } = createManualEnvironment();
  const lines: string[] = [];
  const output = { isTTY, write: (text: string) => lines.push(text) > 0 };
  const progress = showProgress(() => snapshot, { environment, output, durationMs: 20_000 });
  await advance(5_000);
  progress.say('an alert');
  progress.enter('gates send what they hold');
  await advance(isTTY ? 1_000 : 5_000);
  progress.end();
  await advance(60_000);
  return lines;
}

test('plain lines where nobody looks at a terminal', async () => {
  expect(await shown(false)).toEqual([
    '5 s  gates 3/4  passes 50 (10.0/s)  acknowledged 40  in outboxes 10  too warm 2  alerts heard 1\n',
    'an alert\n',
    '10 s  gates 3/4  passes 50 (0.0/s)  acknowledged 40  in outboxes 10  too warm 2  alerts heard 1\n',
  ]);
});

test('a few lines that are redrawn in a terminal, and gone at the end', async () => {
  const lines = await shown(true);
  expect(lines[0]).toBe(
    '  gates 3/4  passes 50 (10.0/s)\n  acknowledged 40  in outboxes 10\n  too warm 2  alerts heard 1\n' +
      '  [######..................] 25 %, 15 s left  people come\n',
  );
  expect(lines).toContain('an alert\n');
  expect(lines.at(-2)).toContain('gates send what they hold');
  expect(lines.at(-1)).toBe('\x1b[4A\x1b[J');
});

test('figures in the text format of Prometheus, each with its help and type, the same name once', () => {
  const { keeper, found } = honestRun();
  const text = prometheusText(snapshot, account(keeper.truth, found, { mayBeLate: false, gotIn: [] }));
  expect(text).toContain(
    '# HELP gatehouse_sim_passes_made_total Passes that gates took on.\n' +
      '# TYPE gatehouse_sim_passes_made_total counter\ngatehouse_sim_passes_made_total 50\n',
  );
  expect(text).toContain('\ngatehouse_sim_passes{figure="stored"} 12\n');
  expect(text).toContain('\ngatehouse_sim_latency_seconds{to="alert",quantile="0.99"} 0.7\n');
  for (const line of text.trimEnd().split('\n')) {
    expect(line).toMatch(/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]+"(,[a-z]+="[^"]+")*\})? \d+(\.\d+)?)$/);
  }
  const names = text.match(/(?<=^# TYPE )\S+/gm) ?? [];
  expect(new Set(names).size).toBe(names.length);
});

test('offences in words, as many as anybody reads', () => {
  const { keeper, found } = honestRun();
  const oracle = account(keeper.truth, { ...found, passes: [] }, { mayBeLate: false, gotIn: [] });
  const faults = { fired: { outage: 3 }, neverFired: ['half-open' as const], keptOut: [] };
  const said = describeAccount({ oracle: { ...oracle, communities: 1, communitiesListenedTo: 1 }, faults });
  expect(said).toMatch(/^ {2}passes +12 made: 0 stored, .*12 missing$/m);
  expect(said).toMatch(/^ {2}never fired +half-open$/m);
  expect(said).toContain('Laws were broken 12 times:\n');
  expect(said).toContain(`  law 1: ${gate} pass epoch0001 1 was taken on, and is neither stored nor set aside\n`);
});
