/** The command line of `npm run sim`: what it takes, and one clear line for what it does not. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSimFlags } from '../../../device-sim/command/flags.ts';
import { help } from '../../../device-sim/command/flags-help.ts';
import { planOf } from '../../../device-sim/command/plan.ts';
import { scenario as calm } from '../../../device-sim/scenarios/calm.ts';
import { UsageError } from '../../../domain/errors.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-flags-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (line: string) => readSimFlags(line.split(' ').filter(Boolean));

test('flags as the help says', () => {
  const line =
    '--scenario hostile --gates 20 --rate 12.5 --duration 5m --ramp 10s --seed 7 --fever-share 0.1 --linger 10s ' +
    '--passes-per-message 5 --endpoint gates.example:9000 --ca ca.pem --report out.json --prometheus out.prom --listen';
  expect(read(line)).toEqual({
    ...{ help: false, virtual: false, aws: false, listen: true },
    ...{ scenario: 'hostile', seed: 7, replay: undefined, payload: undefined },
    ...{ endpoint: { host: 'gates.example', port: 9000 }, ca: 'ca.pem', report: 'out.json', prometheus: 'out.prom' },
    overrides: {
      ...{ gates: 20, ratePerS: 12.5, durationS: 300, rampS: 10, feverShare: 0.1 },
      sending: { lingerS: 10, passesPerMessage: 5 },
    },
  });
  expect(read('')).toMatchObject({ scenario: 'calm', seed: 1, overrides: { sending: {} }, aws: false });
  expect(read('--endpoint broker').endpoint).toEqual({ host: 'broker', port: 8883 });
});

test('what is said stands above the scenario, and nothing else of it changes', () => {
  const plan = planOf(calm, read('--gates 3 --ramp 5s --fever-share 0.5 --passes-per-message 2').overrides);
  expect(plan).toEqual({
    ...calm,
    gates: 3,
    sending: { ...calm.sending, passesPerMessage: 2 },
    world: { ...calm.world, rampS: 5, fever: { kind: 'constant', share: 0.5 } },
  });
  expect(planOf(calm, read('').overrides)).toEqual(calm);
});

test('a file of flags, with the line above it', () => {
  const file = join(folder, 'flags.json');
  writeFileSync(file, '{"gates": 20, "linger": "10s", "aws": true, "listen": false}');
  expect(read(`--gates 3 --config ${file}`)).toMatchObject({
    ...{ aws: true, listen: false },
    overrides: { gates: 3, sending: { lingerS: 10 } },
  });
  expect(read(`--config=${file}`).overrides.gates).toBe(20);
  for (const [text, why] of [
    ['{"gates": [1]}', /no JSON object of flags/],
    ['gates', /no JSON object of flags/],
    ['{"config": "other.json"}', /cannot name another file/],
    ['{"bogus": 1}', /--bogus/],
    ['{"gates": 0}', /--gates takes a whole number/],
  ] as const) {
    writeFileSync(file, text);
    expect(() => read(`--config ${file}`)).toThrow(why);
  }
  expect(() => read(`--config ${file}.missing`)).toThrow(/cannot be read/);
});

test('the help names every flag and every scenario', () => {
  for (const flag of ['scenario', 'gates', 'virtual', 'payload', 'endpoint', 'ca', 'prometheus', 'listen', 'config']) {
    expect(help).toMatch(new RegExp(`^  --${flag}\\b`, 'm'));
  }
  for (const name of ['calm', 'bad-network', 'yuhang-pilot']) expect(help).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
});

test.each([
  ['--bogus', /--bogus/],
  ['--gates', /--gates/],
  ['--gates 0', /--gates takes a whole number from 1 to 5000, not "0"/],
  ['--gates 2.5', /--gates/],
  ['--rate fast', /--rate/],
  ['--duration 30', /--duration takes a time/],
  ['--linger 1h', /--linger takes a time up to 600s/],
  ['--passes-per-message 26', /--passes-per-message/],
  ['--fever-share 1.5', /--fever-share/],
  ['--endpoint mqtts://host', /--endpoint takes HOST or HOST:PORT/],
  ['--endpoint host:99999', /--endpoint takes a whole number/],
  ['--ca file', /--ca goes with --endpoint/],
  ['--replay a.csv --payload b.bin', /--replay and --payload exclude each other/],
  ['--virtual --aws', /--virtual has no stack/],
  ['--config', /--config/],
  ['extra', /"extra" belongs to no flag/],
])('%s is refused', (line, message) => {
  expect(() => read(line)).toThrow(UsageError);
  expect(() => read(line)).toThrow(message);
});
