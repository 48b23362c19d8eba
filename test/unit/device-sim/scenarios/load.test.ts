/**
 * Goal: a scenario of one's own runs as the documentation shows, and what is wrong with one is one clear line.
 * Method: the snippet of docs/scenarios.md in a folder of its own, whole and spoiled in one place each.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../../../device-sim/scenarios/catalogue.ts';
import { loadScenario } from '../../../../device-sim/scenarios/load.ts';
import { UsageError } from '../../../../domain/errors.ts';

const root = join(import.meta.dirname, '../../../..');
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-scenarios-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [, snippet = ''] = /```ts\n(.*?)```/s.exec(readFileSync(join(root, 'docs/scenarios.md'), 'utf8')) ?? [];

let files = 0;
/** Writes a file as if it lay beside package.json. @returns its path. */
function write(text: string): string {
  const file = join(folder, `${files++}.ts`);
  writeFileSync(file, text.replaceAll("'./", `'${pathToFileURL(root).href}/`));
  return file;
}

async function lineFor(name: string): Promise<string> {
  const error = await loadScenario(name).catch((thrown: unknown) => thrown);
  if (!(error instanceof UsageError)) throw new Error(`${name} was taken.`, { cause: error });
  expect(error.message).not.toContain('\n');
  return error.message.replaceAll(folder, '');
}

describe('a scenario', () => {
  test('of the catalogue is had by its name', async () => {
    expect(await loadScenario('calm')).toBe(catalogue.get('calm'));
    expect(await lineFor('clam')).toMatch(/^There is no scenario clam\. There are calm, morning-rush, /);
  });

  test('as the documentation shows one has twenty lines and is taken', async () => {
    expect(snippet.trim().split('\n').length).toBeLessThanOrEqual(20);
    const { gates, world, faults } = await loadScenario(write(snippet));
    expect({ gates, month: world.weather.month, faults: faults.map(({ kind }) => kind) }).toEqual({
      ...{ gates: 8, month: 7, faults: ['outage'] },
    });
  });
});

describe('what is wrong is one line', () => {
  test.each([
    ['gates: 8', 'gates: 0', /^\/\d+\.ts: scenario\.gates: Too small/],
    ['ratePerS: 10', "ratePerS: '10'", /scenario\.ratePerS: Invalid input: expected number/],
    ['durationS', 'duration', /scenario\.durationS: Invalid input/],
    ['month: 7', 'month: 13', /scenario\.world\.weather\.month: Too big/],
    ['...calmWorld,', '', /scenario\.world\.rhythm: /],
    ["'outage'", "'outrage'", /scenario\.faults\.0\.kind: /],
    ['meanEveryS: 20, ', '', /scenario\.faults\.0\.meanEveryS: /],
    ['faults:', 'hostile: true, faults:', /scenario: Unrecognized key: "hostile"/],
    ['export const scenario', 'export const mine', /does not export `scenario`\.$/],
    ['export const', 'export konst', /cannot be loaded: /],
  ])('%s becomes %s', async (right, wrong, line) => {
    expect(snippet).toContain(right);
    expect(await lineFor(write(snippet.replace(right, wrong)))).toMatch(line);
  });

  test('a file that is not there', async () => {
    expect(await lineFor(join(folder, 'absent.ts'))).toMatch(/absent\.ts cannot be loaded: /);
  });
});
