// Goal: npm run playbooks checks, and draws what it is asked for; what cannot be done is one line. Method: the command as a process.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { expectRefusal, runCommand, runWell } from '../../helpers/commands.ts';

// Commands are processes, and a machine may be busy with others.
vi.setConfig({ testTimeout: 60_000 });

let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-playbooks-'));
});
afterAll(() => rmSync(home, { recursive: true }));

it('says that all is whole', async () => {
  expect(await runWell('playbooks', [], { home })).toMatch(
    /^14 playbooks with \d+ steps are whole in English and 中文\.\n$/,
  );
});

it('draws a sheet, and the map', async () => {
  const file = join(home, 'picture.svg');
  await runWell('playbooks', ['--kind', 'fever', '--svg', file], { home });
  expect(readFileSync(file, 'utf8')).toContain('<title>体温偏高</title>');
  await runWell('playbooks', ['--all', '--lang', 'en', '--svg', file], { home });
  expect(readFileSync(file, 'utf8')).toContain('<title>Battle map of the gate</title>');
});

it.each([
  [['--kind', 'flood', '--svg', 'x.svg'], /no playbook "flood"; there are fever, refused-code,/],
  [['--all', '--lang', 'tlh', '--svg', 'x.svg'], /no texts in "tlh"; there are en, zh\./],
  [['--all', '--kind', 'fever', '--svg', 'x.svg'], /--kind and --all exclude one another/],
  [['--kind', 'fever', '--svg', '/nowhere/x.svg'], /cannot be written/],
  [['--svg', 'x.svg'], /--kind KIND or --all/],
])('refuses %j', async (args, line) => {
  expectRefusal(await runCommand('playbooks', args, { home }), line);
});
