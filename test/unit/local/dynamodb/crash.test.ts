// Goal: a kill at any moment loses nothing that was stored and leaves no index at odds with its table.
// Method: a process that writes is killed after a number of writes; then the files are looked at directly.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { indexEntries } from '../../../../local/dynamodb/dynalite.ts';
import { openLevel, prefixes, under } from '../../../../local/dynamodb/level.ts';
import { describe } from '../../../../local/dynamodb/table-description.ts';
import { temporaryFolder } from '../aws/endpoint.ts';
import { stateTable } from './plan.ts';

const table = describe(stateTable());
const writer = fileURLToPath(new URL('crash-writer.ts', import.meta.url));

/** Lets the writer store `count` items, kills it, and resolves with the numbers that it said it had stored. */
async function writeAndKill(folder: string, first: number, count: number): Promise<number[]> {
  const child = spawn(process.execPath, [writer, folder, String(first)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const stored: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    stored.push(Number(line));
    if (stored.length === count) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return stored;
}

test('law: after kill -9 every stored item is there, and the index holds just what the table says', {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder();
  const stored: number[] = [];
  for (const round of [1, 2, 3]) {
    stored.push(...(await writeAndKill(folder, round * 1_000_000, 100 * round)));
    const level = await openLevel(folder);
    const items = await level.values(under(prefixes.items('state'))).all();
    const entries = await level.keys(under(prefixes.entries('state', 'open'))).all();
    await level.close();
    const numbers = new Set(items.map((item) => Number(item['sk']?.S)));
    expect(stored.filter((number) => !numbers.has(number))).toEqual([]);
    const expected = items.flatMap((item) =>
      indexEntries(table, item).map(({ index, key }) => prefixes.entries('state', index) + key),
    );
    expect(entries.sort()).toEqual(expected.sort());
  }
  expect(stored.length).toBeGreaterThanOrEqual(600);
});
