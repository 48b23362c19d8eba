/** The command line of `npm run sim`: what it takes, and one clear line for what it does not. */
import { expect, test } from 'vitest';
import { readSimFlags } from '../../../device-sim/flags.ts';
import { UsageError } from '../../../domain/errors.ts';

test('flags as the help says', () => {
  const argv = '--gates 20 --rate 12.5 --duration 5m --seed 7 --fever-share 0.1 --linger 10s --passes-per-message 5';
  expect(readSimFlags([...argv.split(' '), '--report', 'out.json'])).toMatchObject({
    gates: 20,
    ratePerS: 12.5,
    durationMs: 300_000,
    seed: 7,
    feverShare: 0.1,
    sending: { lingerS: 10, passesPerMessage: 5 },
    report: 'out.json',
  });
  expect(readSimFlags([])).toMatchObject({ gates: 8, ratePerS: 2, durationMs: 30_000, sending: {}, aws: false });
  expect(readSimFlags(['--replay', 'people.csv']).ratePerS).toBe(100);
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
  ['extra', /"extra" belongs to no flag/],
])('%s is refused', (line, message) => {
  expect(() => readSimFlags(line.split(' '))).toThrow(UsageError);
  expect(() => readSimFlags(line.split(' '))).toThrow(message);
});
