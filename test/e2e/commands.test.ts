// Goal: an operator can do with the commands what the runbook asks for, and is told what came of it.
// Method: a whole stack, and the commands as a user types them; what they did is seen from outside: by a bare MQTT
// client, in the files, in the tables.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explain } from '../../cli/explain.ts';
import { findSubcommand } from '../../cli/subcommands.ts';
import { auditLimits } from '../../domain/limits/screening.ts';
import { dayAfter, localDay } from '../../domain/local-day.ts';
import { gateConfig } from '../../domain/messages/config.ts';
import { defaultTimeZone, tickEvent } from '../../domain/names.ts';
import { communityKey } from '../../domain/state-keys.ts';
import { gateTopic } from '../../domain/topics.ts';
import { deviceFiles } from '../../operator/certificates.ts';
import { gatesCommands } from '../../operator/commands/catalogue.ts';
import { samplePasses } from '../../operator/sample.ts';
import { runWell } from '../helpers/commands.ts';
import { connect, type EnrolledDevice, enrolledGate, place, publishPasses } from '../helpers/device.ts';
import { storeDay } from '../helpers/measured-day.ts';
import { passOf } from '../helpers/passes.ts';
import { newHome, type RunningStack, startStack } from '../helpers/stack.ts';
import { scan } from '../helpers/tables.ts';
import { until } from '../helpers/wait.ts';

const { home, remove } = newHome();
let stack: RunningStack;
let gate: EnrolledDevice;

beforeAll(async () => {
  stack = await startStack(home);
  gate = await enrolledGate(stack, 'xixi-gate-1');
});

afterAll(async () => {
  await stack.stop();
  remove();
});

const gates = (...args: string[]) => runWell('gates', args, { home });
/** The same code as the command's, in this process: what becomes of the line that it throws, bad-input.test.ts shows. */
const refuses = async ([name = '', ...args]: string[], line: RegExp) => {
  const run = async () => findSubcommand(gatesCommands, name).read(args)(stack.deployment);
  const said = await run().then(() => 'done', explain);
  expect(said).toMatch(line);
  expect(said).toMatch(/^.+\.$/);
};
const jsonLines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

describe('enrol', () => {
  const enrolment = ['enrol', 'xixi-gate-2', '--district', 'yuhang', '--community', 'xixi'];

  it('gives a key for nobody else and a certificate, and twice the same', async () => {
    const { keyFile, certificateFile } = deviceFiles(stack.deployment.devicesFolder, 'xixi-gate-2');
    const said = await gates(...enrolment);
    expect(said).toContain(keyFile);
    expect(said).toContain(`mqtts://127.0.0.1:${stack.endpoints.mqtts.port} with client id xixi-gate-2`);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    const first = [readFileSync(keyFile), readFileSync(certificateFile)];
    expect(await gates(...enrolment)).toBe(said);
    expect([readFileSync(keyFile), readFileSync(certificateFile)]).toEqual(first);

    const files = { keyFile, certificateFile };
    await (await connect(stack, { deviceId: 'xixi-gate-2', ...place, files, home })).endAsync();
  });

  it('says where a gate stands, and forgets it at no later enrolment', async () => {
    await gates(...enrolment, '--at', '30.27,120.06');
    await enrolledGate(stack, 'xixi-gate-2');
    expect(await gates('list')).toMatch(/^xixi-gate-2 .* 30\.27,120\.06 /m);
  });

  it.each([
    [['enrol', 'xixi-gate-1', '--district', 'yuhang', '--community', 'wuchang'], /enrolled at another place already/],
    [['enrol', 'xixi-gate-5', '--district', 'yuhang'], /needs --district and --community/],
    [['enrol', 'xixi-gate-5', '--district', 'Yuhang', '--community', 'xixi'], /"Yuhang" is no district/],
    [['enrol', 'guard-xixi', '--district', 'yuhang', '--community', 'xixi'], /no name for a gate/],
    [['enrol', 'xixi', '--district', 'yuhang', '--community', 'xixi', '--post'], /starts with "guard-"/],
    [['enrol', 'xixi-gate-5', '--district', 'yuhang', '--community', 'xixi', '--out', '/dev/null'], /ENOTDIR/],
    [['enrol', 'xixi-gate-5', '--district', 'yuhang', '--community', 'xixi', '--at', '120.06,30.27'], /latitude and/],
    [
      ['enrol', 'guard-5', '--district', 'yuhang', '--community', 'xixi', '--post', '--at', '30.27,120.06'],
      /for gates/,
    ],
  ])('refuses %j', refuses);

  it('says so when key and certificate do not belong together, and leaves both', async () => {
    const device = await enrolledGate(stack, 'xixi-gate-6');
    writeFileSync(device.files.keyFile, 'garbage');
    const certificate = readFileSync(device.files.certificateFile);
    await refuses(['enrol', 'xixi-gate-6', '--district', 'yuhang', '--community', 'xixi'], /not a key and its cert/);
    expect(readFileSync(device.files.keyFile, 'utf8')).toBe('garbage');
    expect(readFileSync(device.files.certificateFile)).toEqual(certificate);
  });
});

describe('configure', () => {
  it('reaches a gate that is there, and one that comes later', async () => {
    const topic = gateTopic({ community: place.community, gate: gate.deviceId }, 'config');
    const hear = async () => {
      const client = await connect(stack, gate);
      const heard: { config: unknown; retained: boolean }[] = [];
      client.on('message', (_topic, payload, { retain }) =>
        heard.push({ config: JSON.parse(payload.toString()), retained: retain }),
      );
      await client.subscribeAsync(topic, { qos: 1 });
      return { client, heard };
    };
    const present = await hear();
    const changes = ['--linger-s', '7', '--limit-face', '0.6', '--code-needed', 'yes', '--when-unchecked', 'admit'];
    const said = await gates('configure', gate.deviceId, ...changes);
    await until('the config', () => present.heard.length === 1);
    await present.client.endAsync();
    const later = await hear();
    await until('the retained config', () => later.heard.length === 1);
    await later.client.endAsync();

    const config = gateConfig.parse(later.heard[0]?.config);
    expect(config).toMatchObject({ version: 1, lingerS: 7, limitC: { face: 0.6, forehead: 0.8 } });
    expect(config.codes).toMatchObject({ needed: true, whenUnchecked: 'admit', listsAgeMaxS: 86_400 });
    expect(later.heard).toEqual([{ config, retained: true }]);
    expect(present.heard).toEqual([{ config, retained: false }]);
    expect(said).toContain('has config 1');
  });

  it.each([
    [['configure', 'xixi-gate-1'], /configure needs at least one of --linger-s, /],
    [['configure', 'xixi-gate-1', '--linger-s', '9999'], /--linger-s takes a whole number from 0 to 600/],
    [['configure', 'xixi-gate-1', '--limit-face', '0.123'], /no config: limitC\.face/],
    [['configure', 'xixi-gate-1', '--when-unchecked', 'maybe'], /--when-unchecked takes admit\|recheck, not "maybe"/],
    [['configure', 'nowhere-gate-1', '--linger-s', '5'], /No device is called nowhere-gate-1; .*list/],
  ])('refuses %j', refuses);
});

describe('list, disable, enable', () => {
  it('shows what was done', async () => {
    const ofGate = async () =>
      jsonLines(await gates('list', '--json')).find((one) => (one as { deviceId: string }).deviceId === gate.deviceId);
    expect(await gates('disable', gate.deviceId, '--why', 'sensor dirty')).toMatch(/goes to quarantine/);
    expect(await ofGate()).toMatchObject({ ...place, deviceId: gate.deviceId, disabled: 'sensor dirty' });
    expect(await gates('list')).toMatch(/^xixi-gate-1 .* sensor dirty$/m);
    expect(await gates('enable', gate.deviceId)).toMatch(/in service again/);
    expect(await ofGate()).not.toHaveProperty('disabled');
    expect(await gates('enable', gate.deviceId)).toMatch(/in service all the time/);
  });

  it.each([
    [['disable', 'nowhere-gate-1', '--why', 'x'], /No gate is called nowhere-gate-1/],
    [['disable', 'xixi-gate-1'], /needs --why/],
    [['enable', 'nowhere-gate-1'], /No device is called nowhere-gate-1/],
    [['revoke', 'nowhere-gate-1'], /No device is called nowhere-gate-1/],
    [['sample', 'nowhere-gate-1'], /No device is called nowhere-gate-1/],
  ])('refuses %j', refuses);
});

describe('sample', () => {
  it('prints what a foreign client publishes: a fever is an open alert', async () => {
    const client = await connect(stack, gate);
    expect(await gates('alerts')).toBe('No alert is open.\n');
    await publishPasses(client, gate, await gates('sample', gate.deviceId, '--fever'));
    await until('the alert', async () => (await scan(stack.deployment, 'stateTable', 'alert#')).length === 1);
    await client.endAsync();

    const shown = await gates('alerts');
    expect(shown).toMatch(/^yuhang +xixi +20\S+Z +fever +xixi-gate-1 +open/m);
    const [alert] = jsonLines(await gates('alerts', '--json'));
    expect(alert).toMatchObject({ kind: 'fever', gate: gate.deviceId, state: 'open' });
    expect(alert, 'what was measured is for the guards').not.toHaveProperty('person');
  });
});

describe('quarantine', () => {
  it('tells what, when and why, and the content only to who asks for it', async () => {
    expect(await gates('quarantine')).toBe('Quarantine is empty.\n');
    const client = await connect(stack, gate);
    const [pass] = samplePasses(Date.now(), false).passes;
    const bad = { ...pass, seq: 4711, skinC: 99, code: { form: 'provider', text: 'SECRET-CODE', status: 'green' } };
    await publishPasses(client, gate, JSON.stringify({ sentAt: pass?.at, passes: [bad] }));
    await publishPasses(client, gate, Buffer.from([0xff, 0x1b]));
    await until('both', async () => (await scan(stack.deployment, 'stateTable', 'quarantine#')).length === 3);
    await client.endAsync();

    expect(await gates('quarantine')).toMatch(/^xixi-gate-1 +2 +2 +20\S+Z +(bad-pass, not-utf8|not-utf8, bad-pass)$/m);
    const items = await gates('quarantine', gate.deviceId);
    expect(items).toMatch(/^20\S+Z +bad-pass +skinC +4711 +\d+$/m);
    expect(items).toMatch(/^20\S+Z +not-utf8 +- +- +2$/m);
    expect(items).not.toContain('SECRET');
    const contents = await gates('quarantine', gate.deviceId, '--content');
    expect(contents).toContain('SECRET-CODE');
    expect(contents).toContain('base64:/xs=');
    expect(jsonLines(await gates('quarantine', gate.deviceId, '--max', '1', '--json'))).toHaveLength(1);
    expect(await gates('quarantine', 'xixi-gate-2')).toBe('Nothing of xixi-gate-2 is in quarantine.\n');
  });
});

describe('audit', () => {
  it('shows where a gate departed from its readings, as the function that looks every night does', async () => {
    const audited = await enrolledGate(stack, 'liangzhu-gate-1', { district: 'yuhang', community: 'liangzhu' });
    const day = dayAfter(localDay(Date.now() - auditLimits.afterMidnightMs, defaultTimeZone), -1);
    const learning = { code: null, baselineC: null, verdict: 'recheck', reason: 'learning' } as const;
    const passes = [1, 2, 3, 4].map((seq) => passOf({ ...learning, seq, at: `${day}T04:00:0${seq}.000Z` }));
    const lie = passOf({ code: null, seq: 5, at: `${day}T04:00:05.000Z`, baselineC: 35 });
    const client = await connect(stack, audited);
    await publishPasses(client, audited, { sentAt: new Date().toISOString(), passes: [...passes, lie] });
    await until('all of it', async () => (await scan(stack.deployment, 'passesTable', 'liangzhu#')).length === 5);
    await client.endAsync();

    const said = await gates('audit', audited.deviceId, '--day', day);
    expect(said).toMatch(/^abcdefgh12 +5 +baselineC +35 +-$/m);
    expect(said).toContain(`5 passes of ${day} were held to those before them; differences: 1.`);
    expect(jsonLines(await gates('audit', audited.deviceId, '--day', day, '--json'))).toHaveLength(1);

    // In case the schedule was there first, and found nothing yet.
    const { dynamodb, lambda } = stack.deployment.clients;
    const { stateTable, auditFunction } = stack.deployment.outputs;
    await dynamodb.send(new PutItemCommand({ TableName: stateTable, Item: marshall(communityKey('liangzhu')) }));
    await lambda.send(new InvokeCommand({ FunctionName: auditFunction, Payload: JSON.stringify(tickEvent) }));
    expect(await scan(stack.deployment, 'stateTable', 'alert#gate-lying')).toMatchObject([
      { alertId: `gate-lying#${audited.deviceId}#${day}`, detail: expect.stringContaining('pass 5') },
    ]);
  });

  it.each([
    [['audit', 'xixi-gate-1'], /audit needs --day/],
    [['audit', 'xixi-gate-1', '--day', '2026-02-30'], /"2026-02-30" is no day/],
    [['audit', 'nobody', '--day', '2026-11-24'], /No gate is called nobody/],
  ])('refuses %j', refuses);
});

describe('revoke', () => {
  it('shuts a device out, and says what becomes of what is under way', async () => {
    const device = await enrolledGate(stack, 'xixi-gate-7');
    const said = await gates('revoke', device.deviceId);
    expect(said).toMatch(/1 certificate revoked; it cannot connect any more/);
    expect(said).toMatch(/Passes that the broker took before are stored all the same/);
    await expect(connect(stack, device)).rejects.toThrow();
  });
});

describe('redrive', () => {
  it('finds nothing to do', async () => {
    expect(await runWell('redrive', [], { home })).toMatch(/queue is empty/);
  });
});

describe('variables', () => {
  it('lead other AWS programs to the deployment', async () => {
    const said = await gates('variables');
    expect(said).toContain(`export AWS_ENDPOINT_URL='${stack.endpoints.aws.url}'\n`);
    expect(said).toContain(`export STATE_TABLE='${stack.deployment.outputs.stateTable}'\n`);
  });
});

// After audit, to which these people would be no honest gate's.
describe('limits', () => {
  it('says what each limit would have done, and chooses none by a handful of people', async () => {
    const elsewhere = await enrolledGate(stack, 'wuchang-gate-1', { ...place, community: 'wuchang' });
    const client = await connect(stack, elsewhere);
    const at = new Date().toISOString();
    const passes = [passOf({ at, code: null }), passOf({ seq: 2, at, code: null, skinC: 35.6 })];
    await publishPasses(client, elsewhere, JSON.stringify({ sentAt: at, passes }));
    const stored = async () => (await scan(stack.deployment, 'passesTable', 'wuchang#')).length === 2;
    await until('the passes', stored);
    await client.endAsync();
    const shown = await gates('limits', 'wuchang');
    expect(shown).toMatch(/^face: 2 people at 1 gate, 0 confirmed fevers; hours with people at a gate: 1$/m);
    expect(shown).toMatch(/^0\.70 °C +1 +1\.00 +1\.00 wuchang-gate-1 +500 +not known/m);
    expect(shown).toMatch(/^0\.80 °C \* +0 +0\.00 +\S+ wuchang-gate-1 +0 +0 +- +not known$/m);
    await refuses(['limits', 'wuchang', '--alarms-per-hour', '2'], /no limit can be chosen: it takes 1000 people/);
  });

  it('gives gates the lowest limit that the guards can bear, once', async () => {
    const gate = await enrolledGate(stack, 'liuxia-gate-1', { ...place, community: 'liuxia' });
    await storeDay(stack, gate);
    const give = ['limits', 'liuxia', '--days', '3', '--alarms-per-hour', '1', '--apply'];
    const given = await gates(...give);
    expect(given).toMatch(/^face: 1000 people at 1 gate, 10 confirmed fevers; hours with people at a gate: 25$/m);
    expect(given).toMatch(/^0\.60 °C +60 +2\.40 +2\.40 liuxia-gate-1 +60 +not known +not known +not known$/m);
    expect(given).toMatch(/^0\.80 °C \* +20 +0\.80 +0\.80 liuxia-gate-1 +20 +20 +50 % \(30–70 %\) +not known$/m);
    expect(given).toMatch(/^1\.10 °C +0 +0\.00 .* - +10 of 10$/m);
    expect(given).toMatch(/^Not counted: 3 people with no baseline or no reading; 0 of them measured, 0 fevers\.$/m);
    expect(given).toMatch(
      /^face: 0\.65 °C is the lowest limit with at most 1 alarms an hour at each gate \(0\.80 at liuxia/m,
    );
    expect(given).toMatch(/below 0\.80 °C not all were to be measured\.$/m);
    expect(given).toMatch(/^liuxia-gate-1 has it by config 1\.$/m);
    const again = jsonLines(await gates(...give, '--json'));
    expect(again).toContainEqual(expect.objectContaining({ site: 'face', limitC: 0.65, inForce: true, alarms: 20 }));
    expect(again.slice(-2)).toEqual([{ chosenC: { face: 0.65 } }, { gate: 'liuxia-gate-1', configVersion: 1 }]);
  });

  it.each([
    [['limits'], /takes the id of a community/],
    [['limits', 'nowhere'], /No gate is enrolled in nowhere; .*list/],
    [['limits', 'xixi', '--gate', 'liuxia-gate-1'], /No gate liuxia-gate-1 is enrolled in xixi/],
    [['limits', 'xixi', '--days', '31'], /--days takes a whole number from 1 to 30/],
    [['limits', 'xixi', '--apply'], /--apply needs --alarms-per-hour/],
  ])('refuses %j', refuses);
});
