// Goal: npm run screening gives a table, a JSON with the promised fields and a drawing; what cannot be done is one line.
// Method: the command as a process, on made-up people whose figures are known beforehand.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { expectRefusal, runCommand, runWell } from '../../helpers/commands.ts';
import { crowdRows, csvOf, healthyRow } from './made-up-people.ts';

// Commands are processes, and a machine may be busy with others.
vi.setConfig({ testTimeout: 60_000 });

let home: string;
const file = (name: string) => join(home, name);
const screening = (...args: string[]) => runWell('screening', args, { home });
const refused = (...args: string[]) => runCommand('screening', args, { home });

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-screening-'));
  writeFileSync(file('people.csv'), csvOf(crowdRows(60, 1.4)));
  writeFileSync(file('healthy.csv'), csvOf([healthyRow]));
});
afterAll(() => rmSync(home, { recursive: true }));

const share = z.number().min(0).max(1);
const output = z.object({
  seed: z.literal(3),
  bootstrap: z.literal(20),
  results: z.array(
    z.object({
      camera: z.enum(['FLIR', 'ICI']),
      site: z.enum(['face', 'forehead']),
      rule: z.string(),
      scenario: z.enum(['calibrated', 'drift', 'steps', 'cold', 'all']),
      limitC: z.number(),
      auc: share,
      sensitivity: share,
      falseAlarmsPer1000: z.number().min(0).max(1_000),
      interval: z.object({
        auc: z.tuple([share, share]),
        sensitivity: z.tuple([share, share]),
        falseAlarmsPer1000: z.tuple([z.number(), z.number()]),
      }),
      healthy: z.literal(54),
      feverish: z.literal(6),
    }),
  ),
});

const few = ['--seed', '3', '--bootstrap', '20'];

it('says of each camera, site, rule and scenario what it is worth, and again the same', async () => {
  const wanted = [...few, '--json', file('out.json'), '--svg', file('out.svg')];
  const table = await screening('--data', file('people.csv'), ...wanted);
  const { results } = output.parse(JSON.parse(readFileSync(file('out.json'), 'utf8')));
  const keys = results.map(({ camera, site, rule, scenario }) => [camera, site, rule, scenario].join(' '));
  // Four rules for each site, and one more for the face; five scenarios; two cameras.
  expect(new Set(keys).size).toBe(2 * 9 * 5);
  expect(keys.length).toBe(2 * 9 * 5);
  // Everybody feverish is 1.4 °C warmer, everybody healthy within 0.8 °C of one another.
  const calm = results.filter(({ rule, scenario }) => rule === 'shipped' && scenario === 'calibrated');
  for (const result of calm) expect(result).toMatchObject({ auc: 1, sensitivity: 1, falseAlarmsPer1000: 0 });
  const fixed = results.find(({ rule, scenario }) => rule === 'fixed' && scenario === 'drift');
  expect(fixed?.auc).toBeLessThan(1);
  expect(table).toContain('ICI, forehead: 54 healthy, 6 feverish');
  const drawing = readFileSync(file('out.svg'), 'utf8');
  expect(drawing).toMatch(/^<svg .*>\n/);
  expect(drawing).toContain('>FLIR, face: calibrated<');
  expect(drawing).toMatch(/<\/svg>\n$/);
  expect(await screening('--data', file('people.csv'), ...few)).toBe(table);
});

it('compares more rules on days that they were not chosen on', async () => {
  const table = await screening('--data', file('people.csv'), ...few, '--choose');
  expect(table).toMatch(/^ICI {5}the choice +(1\.000|0\.9\d\d) \(/m);
});

it('says what cannot be done, and what to do', async () => {
  expectRefusal(await refused(), /--data FILE is missing/);
  expectRefusal(await refused('--data', file('nothing.csv')), /There is no file .*nothing\.csv/);
  expectRefusal(await refused('--data', file('healthy.csv')), /FLIR has measured nobody with a fever/);
  expectRefusal(await refused('--data', file('people.csv'), '--bootstrap', 'x'), /--bootstrap takes a whole number/);
  expectRefusal(await refused('--data', file('people.csv'), '--sed', '1'), /--help lists/);
});
