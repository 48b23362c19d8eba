// Goal: the documents say what is so. Method: each row of differences names the page of AWS that it departs from;
// every link inside the repository leads somewhere; every npm script that a document names exists.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const documents = ['README.md', 'CHANGELOG.md', ...globSync('docs/**/*.md', { cwd: root })];
const read = (file: string) => readFileSync(join(root, file), 'utf8');

it('every difference between AWS and the local runtime names a page of AWS', () => {
  const [, differences = ''] = read('docs/local-runtime.md').split('## Where it differs from AWS');
  const rows = differences.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| what'));
  expect(rows.length).toBeGreaterThan(40);
  expect(rows.filter((row) => !/\(https:\/\/docs\.aws\.amazon\.com\/[^)]+\) \|$/.test(row))).toEqual([]);
});

describe.each(documents)('%s', (file) => {
  it('links to files that exist', () => {
    const targets = [...read(file).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) => target);
    expect(targets.filter((target) => !existsSync(join(root, dirname(file), target)))).toEqual([]);
  });

  it('names npm scripts that exist', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'));
    const named = [...read(file).matchAll(/npm run (?:-s |--silent )?([a-z:-]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
