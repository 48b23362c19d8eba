// Goal: the command issues, shows, verifies and revokes; a refused code is exit 1, what cannot be done one line and 2.
// Method: each command in this process, in a folder of its own, its output caught; exit codes once as a process.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { UsageError } from '../../../../domain/errors.ts';
import { issue } from '../../../../operator/codes/issue.ts';
import { revoke } from '../../../../operator/codes/revoke.ts';
import { show } from '../../../../operator/codes/show.ts';
import { lists } from '../../../../operator/codes/show-lists.ts';
import { status } from '../../../../operator/codes/status.ts';
import { trust } from '../../../../operator/codes/trust.ts';
import { verify } from '../../../../operator/codes/verify.ts';

let folder: string;
const file = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-codes-'));
  // No deployment runs here.
  vi.stubEnv('GATEHOUSE_HOME', folder);
  writeFileSync(file('garbage'), 'garbage');
  writeFileSync(file('empty.json'), '{"issuedAt":"2026-11-24T03:04:05.678Z","keys":[]}');
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

async function run(command: typeof issue, ...argv: string[]): Promise<{ exitCode: number; output: string }> {
  const written: string[] = [];
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const exitCode = await command.run(argv);
  stdout.mockRestore();
  return { exitCode, output: written.join('') };
}

const issued = z.object({ code: z.string(), id: z.string(), subject: z.string() });
async function issueVisitor(...more: string[]) {
  const signed = ['--kind', 'visitor', '--communities', 'xixi', '--key', file('key.pem'), '--keys', file('keys.json')];
  const { output } = await run(issue, ...signed, '--json', ...more);
  return issued.parse(JSON.parse(output));
}

let ownCode: string;
it('issues a pass that is believed until it is revoked', async () => {
  const { code, id, subject } = await issueVisitor('--once', '--png', file('pass.png'), '--svg', file('pass.svg'));
  ownCode = code;
  expect(statSync(file('key.pem')).mode & 0o777).toBe(0o600);
  expect(readFileSync(file('pass.png')).subarray(1, 4).toString()).toBe('PNG');
  expect((await run(show, code)).output).toMatch(new RegExp(`NOT VERIFIED[^]*${id}[^]*${subject}`));

  const keys = ['--keys', file('keys.json')];
  expect(await run(verify, code, ...keys, '--community', 'xixi')).toMatchObject({ exitCode: 0 });
  const elsewhere = await run(verify, code, ...keys, '--community', 'lake');
  expect(elsewhere).toEqual({ exitCode: 1, output: 'refused: other-community (not for this community)\n' });
  expect((await run(verify, code, ...keys, '--at', '2020-01-01T00:00:00Z')).output).toContain('not-yet-valid');

  expect((await run(revoke, code, '--list', file('revoked.json'))).output).toContain('the list has 1.');
  expect((await run(revoke, code, '--list', file('revoked.json'))).output).toContain('already');
  const list = ['--revocations', file('revoked.json')];
  expect((await run(verify, code, ...keys, ...list)).output).toContain('refused: revoked');
  const other = await issueVisitor('--subject', subject);
  expect(other.subject).toBe(subject);
  expect((await run(verify, other.code, ...keys, ...list)).exitCode).toBe(0);
});

describe('says in one line what it cannot do', () => {
  const good = { kind: ['--kind', 'worker'], place: ['--communities', 'xixi'] };
  it.each<[string, typeof issue, () => string[]]>([
    ['no code', verify, () => ['--keys', file('empty.json')]],
    ['no deployment to have keys of', verify, () => ['HC1:']],
    ['revocations without keys', verify, () => ['HC1:', '--revocations', file('revoked.json')]],
    ['a key file that is not there', verify, () => ['HC1:', '--keys', file('nowhere.json')]],
    ['keys that are none', verify, () => ['HC1:', '--keys', file('garbage')]],
    ['a flag that there is not', show, () => ['HC1:', '--loud']],
    ['a second code', show, () => ['HC1:', 'HC1:']],
    ['a time that is none', verify, () => ['HC1:', '--keys', file('empty.json'), '--at', 'noon']],
    ['a list that is none', verify, () => ['HC1:', '--keys', file('empty.json'), '--revocations', file('garbage')]],
    ['no deployment to revoke in', revoke, () => [ownCode]],
    ['no deployment to list', lists, () => []],
    ['a person that is none', status, () => ['Wang', 'red']],
    ['a code that cannot be read', status, () => ['GH1:AAAA', 'red']],
    ['a colour that is none', status, () => ['provider:x', 'blue']],
    ['a time that has passed', status, () => ['provider:x', 'red', '--until', '2020-01-01T00:00:00Z']],
    ['keys for passes from elsewhere', trust, () => [file('keys.json')]],
    ['no keys to trust', trust, () => []],
    ['no kind', issue, () => [...good.place, '--key', file('k')]],
    ['no place', issue, () => [...good.kind, '--key', file('k')]],
    ['no deployment to sign in', issue, () => [...good.kind, ...good.place]],
    ['a key that is none', issue, () => [...good.kind, ...good.place, '--key', file('garbage')]],
    ['two days on a phone', issue, () => [...good.kind, ...good.place, '--key', file('k'), '--hours', '48']],
    ['a subject that is a name', issue, () => [...good.kind, ...good.place, '--key', file('k'), '--subject', 'Wang']],
  ])('%s', async (_, command, argv) => {
    const refused = run(command, ...argv());
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(/^[^\n]+$/);
  });

  it('as a process: exit 1 with the reason for a refused code, exit 2 for a wrong command', { timeout: 60_000 }, () => {
    const codes = (...argv: string[]) => {
      const main = join(import.meta.dirname, '../../../../operator/codes.ts');
      return spawnSync(process.execPath, [main, ...argv], { encoding: 'utf8' });
    };
    const refused = codes('show', 'HC1:AAAA');
    expect(refused).toMatchObject({ status: 1, stdout: 'refused: base45 (not base45 (RFC 9285))\n' });
    expect(codes('dance')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^gatehouse: [^\n]+\n$/),
    });
  });
});
