// Goal: the command issues, shows, verifies and revokes; a refused code is exit 1, what cannot be done one line and 2.
// Method: the command as people run it, in a folder of its own.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';

const command = join(import.meta.dirname, '../../../../operator/codes.ts');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-codes-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function codes(argv: string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...argv], {
    cwd: folder,
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const issued = z.object({ code: z.string(), id: z.string(), subject: z.string(), qrVersion: z.number() });
function issue(...more: string[]) {
  const { stdout } = codes([
    'issue',
    '--kind',
    'visitor',
    '--communities',
    'xixi',
    '--key',
    'key.pem',
    '--keys',
    'keys.json',
    '--json',
    ...more,
  ]);
  return issued.parse(JSON.parse(stdout));
}

it('issues a pass that is believed until it is revoked', () => {
  const { code, id, subject } = issue('--once', '--png', 'pass.png', '--svg', 'pass.svg');
  expect(statSync(join(folder, 'key.pem')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, 'pass.png')).subarray(1, 4).toString()).toBe('PNG');

  expect(codes(['show', code]).stdout).toMatch(new RegExp(`NOT VERIFIED[^]*${id}[^]*${subject}`));
  const verify = ['verify', '-', '--keys', 'keys.json'];
  expect(codes([...verify, '--community', 'xixi'], `${code}\n`)).toMatchObject({ status: 0, stderr: '' });
  expect(codes([...verify, '--community', 'lake'], code)).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('other-community'),
  });
  expect(codes([...verify, '--at', '2020-01-01T00:00:00Z'], code).stdout).toContain('not-yet-valid');

  expect(codes(['revoke', code, '--list', 'revoked.json']).stdout).toContain('the list has 1.');
  expect(codes(['revoke', code, '--list', 'revoked.json']).stdout).toContain('already');
  const other = issue('--subject', subject);
  const isRevoked = [...verify, '--revocations', 'revoked.json'];
  expect(codes(isRevoked, code)).toMatchObject({ status: 1, stdout: expect.stringContaining('revoked') });
  expect(codes(isRevoked, other.code).status).toBe(0);
});

describe('says in one line what it cannot do', () => {
  it.each<[string, string[]]>([
    ['no command', ['dance']],
    ['no code', ['verify', '--keys', 'keys.json']],
    ['no keys', ['verify', 'HC1:']],
    ['a key file that is not there', ['verify', 'HC1:', '--keys', 'nowhere.json']],
    ['keys that are none', ['verify', 'HC1:', '--keys', 'garbage']],
    ['a flag that there is not', ['show', 'HC1:', '--loud']],
    ['a second code', ['show', 'HC1:', 'HC1:']],
    ['a time that is none', ['verify', 'HC1:', '--keys', 'empty.json', '--at', 'noon']],
    ['no kind', ['issue', '--communities', 'xixi', '--key', 'k']],
    ['a key that is none', ['issue', '--kind', 'worker', '--communities', 'xixi', '--key', 'garbage']],
    ['two days on a phone', ['issue', '--kind', 'worker', '--communities', 'xixi', '--key', 'k', '--hours', '48']],
  ])('%s', (_, argv) => {
    writeFileSync(join(folder, 'garbage'), 'garbage');
    writeFileSync(join(folder, 'empty.json'), '{"issuedAt":"2026-11-24T03:04:05.678Z","keys":[]}');
    const { status, stdout, stderr } = codes(argv);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^gatehouse: [^\n]+\n$/);
    expect(stderr).not.toContain('unexpected');
  });

  it.each(['show', 'verify', 'revoke'])('a code that cannot be read: %s gives the reason', (name) => {
    const files = name === 'verify' ? ['--keys', 'empty.json'] : name === 'revoke' ? ['--list', 'none.json'] : [];
    expect(codes([name, 'HC1:AAAA', ...files])).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('refused: base45'),
    });
  });
});
