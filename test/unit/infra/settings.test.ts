import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { UsageError } from '../../../domain/errors.ts';
import { readSettings } from '../../../infra/settings.ts';

/*
 * Goal: whoever gets a setting of `npm run synth` wrong reads one line that says what to do.
 * Method: settings as an environment gives them.
 */

function outputFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-settings-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'cdk.out');
}

test('data is kept unless somebody says that the deployment is disposable', () => {
  const CDK_OUTDIR = outputFolder();
  expect(readSettings({ CDK_OUTDIR })).toEqual({
    timeZone: 'Asia/Shanghai',
    disposable: false,
    signingKeys: ['first'],
    issuer: undefined,
    consoleUrl: 'http://localhost:8787/',
    escalateAfterS: '60,300',
    channels: ['push', 'sms', 'mail', 'webhook'],
    privateReceivers: [],
    outputFolder: CDK_OUTDIR,
  });
  expect(readSettings({ CDK_OUTDIR, GATEHOUSE_DISPOSABLE: '1' }).disposable).toBe(true);
});

test('a time zone is taken by its IANA name', () => {
  const settings = readSettings({ CDK_OUTDIR: outputFolder(), GATEHOUSE_TIME_ZONE: 'europe/berlin' });
  expect(settings.timeZone).toBe('Europe/Berlin');
});

test("the operator's own issuer is taken with the audience of its tokens", () => {
  const GATEHOUSE_ISSUER = 'https://issuer.example/realm';
  const CDK_OUTDIR = outputFolder();
  expect(readSettings({ CDK_OUTDIR, GATEHOUSE_ISSUER, GATEHOUSE_AUDIENCE: 'guards' }).issuer).toEqual({
    url: GATEHOUSE_ISSUER,
    audience: 'guards',
  });
  for (const wrong of [
    { GATEHOUSE_ISSUER },
    { GATEHOUSE_AUDIENCE: 'guards' },
    { GATEHOUSE_CONSOLE_URL: 'http://x.example' },
  ]) {
    expect(() => readSettings({ CDK_OUTDIR, ...wrong })).toThrow(UsageError);
  }
});

test('the keys that sign passes are one, or two while they are changed over', () => {
  const settings = readSettings({ CDK_OUTDIR: outputFolder(), GATEHOUSE_SIGNING_KEYS: '2026,2027' });
  expect(settings.signingKeys).toEqual(['2026', '2027']);
});

test.each([
  [{ GATEHOUSE_TIME_ZONE: 'Mars/Olympus' }, 'GATEHOUSE_TIME_ZONE is "Mars/Olympus"'],
  [{ GATEHOUSE_SIGNING_KEYS: 'a,b,c' }, 'take one name or two'],
  [{ GATEHOUSE_SIGNING_KEYS: 'a,a' }, 'take one name or two'],
  [{ GATEHOUSE_SIGNING_KEYS: 'first,' }, 'take one name or two'],
  [{ GATEHOUSE_DISPOSABLE: 'yes' }, 'GATEHOUSE_DISPOSABLE is "yes"'],
  [{ CDK_OUTDIR: '/dev/null/nowhere' }, 'set CDK_OUTDIR to a folder that can be'],
])('%o is refused in one line', (wrong, says) => {
  const read = () => readSettings({ CDK_OUTDIR: outputFolder(), ...wrong });
  expect(read).toThrow(UsageError);
  expect(read).toThrow(says);
  expect(read).not.toThrow('\n');
});
