// Goal: whatever a command is asked for that cannot be done, it says so in one line, with what to do, exits with 2, and
// loses nothing.
// Method: every command as a process of its own, as a user types it, on state folders that are missing, locked, not
// ours, or damaged file by file. A folder that was refused is then repaired, and what was stored in it is still there.
// Of long tables "npm test" takes every sixth row, since each is a process; "npm run test:bad-input" takes all of them.
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samplePasses } from '../../operator/sample.ts';
import { expectRefusal, runCommand, runWell } from '../helpers/commands.ts';
import { connect, enrolledGate, publishPasses } from '../helpers/device.ts';
import { newHome, projectFolder, type RunningStack, startStack } from '../helpers/stack.ts';
import { scan } from '../helpers/tables.ts';
import { until } from '../helpers/wait.ts';

const takesAll = process.env['GATEHOUSE_EVERY_BAD_INPUT'] === '1';
const rowsOf = <Row>(rows: readonly Row[]): Row[] => rows.filter((_, index) => takesAll || index % 6 === 0);

const { home: folder, remove } = newHome();
const nobodyHome = join(folder, 'empty');
/** A state folder in which one pass is stored; nothing runs on it. */
const stored = join(folder, 'stored');
const notes = join(folder, 'notes.txt');
let taken: Server;
let takenPort = '';

beforeAll(async () => {
  mkdirSync(nobodyHome);
  writeFileSync(notes, 'no CSV, no key, no database\n');
  taken = createServer().listen(0, '127.0.0.1');
  const stack = await startStack(stored);
  await storePass(stack);
  await stack.stop();
  const address = taken.address();
  takenPort = String(typeof address === 'object' && address?.port);
});

afterAll(() => {
  taken.close();
  remove();
});

async function storePass(stack: RunningStack): Promise<void> {
  const gate = await enrolledGate(stack, 'xixi-gate-1');
  const client = await connect(stack, gate);
  await publishPasses(client, gate, samplePasses(Date.now(), false));
  await until('the pass', async () => (await scan(stack.deployment, 'passesTable')).length === 1);
  await client.endAsync();
}

const refuses = async (
  command: string,
  line: RegExp,
  home = nobodyHome,
  { settings, user }: { settings?: NodeJS.ProcessEnv; user?: { uid: number; gid: number } | undefined } = {},
) => {
  const [name = '', ...args] = command.split(' ');
  const result = await runCommand(name, args, { home, user, ...(settings && { settings }) });
  expectRefusal(result, line);
  return result;
};

describe.concurrent('a command line that no command takes', () => {
  it.each(
    rowsOf<[string, RegExp]>([
      ['gates nix', /no command "nix"; --help/],
      ['gates list --fever', /Unknown option '--fever'/],
      ['gates disable xixi-gate-1 --why', /--why <value>' argument missing/],
      ['gates revoke', /revoke takes the id of a device/],
      ['gates revoke Gate_1', /"Gate_1" is no id: it takes lower-case/],
      ['redrive everything', /"everything" belongs to no flag/],
      ['redrive --max 0', /--max takes a whole number from 1 to \d+, not "0"/],
      ['sim --gates', /--gates <value>' argument missing/],
      ['sim --duration soon', /--duration takes a time .*like 30s.* not "soon"/],
      ['sim --replay nowhere.csv', /nowhere\.csv.*no such file/],
      ['sim --replay package.json', /package\.json is no recording of readings: it has no column subject/],
      ['sim --report nowhere/report.json', /nowhere\/report\.json.*no such file/],
      ['stack --nix', /Unknown option '--nix'/],
      ['stack --assembly nowhere', /nowhere\/manifest\.json is not there; synthesise/],
      ['start --nix', /Unknown option '--nix'/],
      ['synth --nix', /Unknown option '--nix'/],
      ['bench --nix', /Unknown option '--nix'/],
    ]),
  )('npm run %s', async (command, line) => {
    await refuses(command, line);
  });

  it.each([
    ['GATEHOUSE_AWS_PORT', '99999', /GATEHOUSE_AWS_PORT is "99999"; it takes a port/],
    ['GATEHOUSE_DYNAMODB', 'mongo', /GATEHOUSE_DYNAMODB is "mongo"; it takes dynalite/],
    ['GATEHOUSE_LAMBDA_RETRY_S', 'never', /GATEHOUSE_LAMBDA_RETRY_S is "never"; it takes two numbers/],
  ])('a setting %s=%s', async (name, value, line) => {
    await refuses('stack', line, join(folder, name), { settings: { [name]: value } });
  });
});

describe.concurrent('--help', () => {
  it.each(rowsOf(['gates', 'redrive', 'sim', 'stack', 'start', 'synth', 'bench']))('of npm run %s', async (name) => {
    expect(await runWell(name, ['--help'], { home: nobodyHome })).toMatch(new RegExp(`^npm (run )?${name}`));
  });
});

describe('the running stack', () => {
  it.each(['gates list', 'redrive', 'sim'])('is not there for npm run %s', async (command) => {
    await refuses(command, /No stack runs on .*empty: start one with "npm start"/);
  });

  it('keeps others off its folder, and leaves a folder that is understood when it is killed', async () => {
    const home = join(folder, 'busy');
    const stack = await startStack(home);
    await refuses('stack', /Another stack runs on it: end that one, or set GATEHOUSE_HOME/, home);
    await refuses('start', /Another stack runs on it/, home);
    expect(await runWell('gates', ['list'], { home })).toMatch(/^id /);

    await stack.kill();
    await refuses('gates list', /ended without saying goodbye: start it again/, home);
    writeFileSync(join(home, 'endpoints.json'), 'garbage');
    await refuses('gates list', /endpoints\.json is damaged: stop the stack, remove the file and start again/, home);
    await (await startStack(home)).stop();
  });
});

describe('a port that is taken', () => {
  it.each(rowsOf(['GATEHOUSE_MQTTS_PORT', 'GATEHOUSE_HTTP_PORT', 'GATEHOUSE_DYNAMODB_PORT', 'GATEHOUSE_AWS_PORT']))(
    '%s',
    async (name) => {
      const settings = { [name]: takenPort };
      const line = new RegExp(`Port ${takenPort} .* is taken\\. End what holds it, or set ${name} \\(0 takes a free`);
      await refuses('stack', line, join(folder, name), { settings });
    },
  );

  it('npm start says so too, and nothing else', async () => {
    const settings = { GATEHOUSE_MQTTS_PORT: takenPort };
    const { stdout } = await refuses('start', /Port .* is taken/, join(folder, 'start'), { settings });
    expect(stdout).toMatch(/^Starting.*\n$/);
  });
});

describe('no permission', () => {
  // Root may write anywhere: there, the commands run as nobody.
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;
  const read = `require('node:fs').readFileSync(${JSON.stringify(join(projectFolder, 'package.json'))})`;
  const mayRead = spawnSync(process.execPath, ['-e', read], { ...user }).status === 0;

  it('to the state folder', async (context) => {
    if (!mayRead) context.skip('this runs as root, and nobody else may read the project');
    const home = join(folder, 'not-ours');
    mkdirSync(home, { mode: 0o500 });
    await refuses('stack', /not-ours\/stack\.sqlite .*Take care that the folder can be written/, home, { user });
  });

  it('to the file of a report', async (context) => {
    if (!mayRead) context.skip('this runs as root, and nobody else may read the project');
    await refuses('sim --report package.json', /package\.json cannot be written .*permission/, nobodyHome, { user });
    expect(readFileSync(join(projectFolder, 'package.json'), 'utf8')).toMatch(/^\{\n/);
  });

  it('a state folder that is a file', async () => {
    await refuses('stack', /notes\.txt\/stack\.sqlite .*Take care that the folder can be written/, notes);
  });
});

describe('a damaged state folder', () => {
  const garbage = () => Buffer.from('garbage '.repeat(20));
  const withBadPage = (bytes: Buffer) =>
    Buffer.concat([bytes.subarray(0, 4096), Buffer.alloc(4096, 0xff), bytes.subarray(8192)]);
  const badTables = /The tables in .*dynalite cannot be opened .*Move the state folder away/;

  it.each(
    rowsOf<[string, (bytes: Buffer) => Buffer, RegExp]>([
      ['stack.sqlite', garbage, /stack\.sqlite cannot be opened \(file is not a database\)\. Move its folder away/],
      ['stack.sqlite', withBadPage, /stack\.sqlite cannot be opened \(damaged: .*\)\. Move its folder away/],
      ['iot/authority.pem', garbage, /authority\.pem cannot be used .*gates must then be enrolled again/],
      ['iot/server.pem', garbage, /server\.pem cannot be used /],
      ['kms/*', garbage, /The key in .*kms.* cannot be read\. Restore the file/],
      ['secrets/*', garbage, /The secret in .* cannot be read\. Restore the file/],
      ['dynamodb/dynalite/CURRENT', garbage, badTables],
      ['dynamodb/dynalite/MANIFEST-*', garbage, badTables],
    ]),
  )('%s', async (pattern, damage, line) => {
    const [file = ''] = globSync(join(stored, pattern));
    const sound = readFileSync(file);
    writeFileSync(file, damage(sound));
    try {
      await refuses('stack', line, stored);
      expect(readFileSync(file), 'left as it was found').toEqual(damage(sound));
    } finally {
      writeFileSync(file, sound);
    }
  });

  it('has lost nothing once its files are restored', async () => {
    const stack = await startStack(stored);
    expect(await scan(stack.deployment, 'passesTable')).toHaveLength(1);
    await stack.stop();
  });
});

describe('a template that is not understood', () => {
  const changed = (name: string, change: (resources: Record<string, object>) => void) => {
    const [assembly = ''] = globSync(join(projectFolder, 'node_modules/.cache/gatehouse/assembly-*'));
    const copy = join(folder, name);
    cpSync(assembly, copy, { recursive: true });
    const [file = ''] = globSync(join(copy, '*.template.json'));
    const template: { Resources: Record<string, object> } = JSON.parse(readFileSync(file, 'utf8'));
    change(template.Resources);
    writeFileSync(file, JSON.stringify(template));
    return copy;
  };

  it('for a resource of an unknown type', async () => {
    const assembly = changed('with-kinesis', (resources) => {
      resources['Stream'] = { Type: 'AWS::Kinesis::Stream', Properties: {} };
    });
    await refuses(`stack --assembly ${assembly}`, /Stream.*AWS::Kinesis::Stream/, join(folder, 'home-kinesis'));
  });

  it('for an unknown property', async () => {
    const assembly = changed('with-property', (resources) => {
      const [queue] = Object.values(resources).filter((one) => 'Type' in one && one.Type === 'AWS::SQS::Queue');
      Object.assign(queue ?? {}, { Properties: { FifoThroughputLimit: 'perQueue' } });
    });
    await refuses(`stack --assembly ${assembly}`, /FifoThroughputLimit/, join(folder, 'home-property'));
  });
});
