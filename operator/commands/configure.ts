import { readNumber } from '../../cli/command.ts';
import { UsageError } from '../../domain/errors.ts';
import { gateLimits } from '../../domain/limits/gates.ts';
import { wireLimits } from '../../domain/limits/wire.ts';
import { type ConfigChanges, configureGate } from '../configuration.ts';
import { stateOf } from '../gate-records.ts';
import { findDevice } from '../inventory.ts';
import { print } from '../print.ts';
import { deviceCommand } from './define.ts';

/** A value of the config: how its flag reads, and where it goes. */
interface Setting {
  value: string;
  read(flag: string, text: string): ConfigChanges;
}

type Bounds = Parameters<typeof readNumber>[2];

function number(value: string, bounds: Bounds, toChanges: (number: number) => ConfigChanges): Setting {
  return { value, read: (flag, text) => toChanges(readNumber(flag, text, bounds)) };
}

function choice<Choice extends string>(
  choices: readonly Choice[],
  toChanges: (choice: Choice) => ConfigChanges,
): Setting {
  const value = choices.join('|');
  return {
    value,
    read(flag, text) {
      const chosen = choices.find((one) => one === text);
      if (chosen === undefined) throw new UsageError(`--${flag} takes ${value}, not "${text}".`);
      return toChanges(chosen);
    },
  };
}

const aboveBaseline = { min: 0.1, max: 5 };

const settings = {
  'linger-s': number('N', { min: 0, max: gateLimits.lingerSMax, whole: true }, (lingerS) => ({ lingerS })),
  'passes-per-message': number(
    'N',
    { min: 1, max: wireLimits.passesPerMessageMax, whole: true },
    (passesPerMessage) => ({
      passesPerMessage,
    }),
  ),
  'heartbeat-s': number(
    'N',
    { min: gateLimits.heartbeatSMin, max: gateLimits.heartbeatSMax, whole: true },
    (heartbeatS) => ({ heartbeatS }),
  ),
  'limit-face': number('C', aboveBaseline, (face) => ({ limitC: { face } })),
  'limit-forehead': number('C', aboveBaseline, (forehead) => ({ limitC: { forehead } })),
  'red-limit-face': number('C', aboveBaseline, (face) => ({ redLimitC: { face } })),
  'red-limit-forehead': number('C', aboveBaseline, (forehead) => ({ redLimitC: { forehead } })),
  'contact-limit': number('C', { min: wireLimits.contactMinC, max: wireLimits.contactMaxC }, (contactLimitC) => ({
    contactLimitC,
  })),
  'code-needed': choice(['yes', 'no'], (answer) => ({ codes: { needed: answer === 'yes' } })),
  'lists-age-max-s': number(
    'N',
    { min: gateLimits.listsAgeMaxSMin, max: gateLimits.listsAgeMaxSMax, whole: true },
    (listsAgeMaxS) => ({ codes: { listsAgeMaxS } }),
  ),
  'when-unchecked': choice(['admit', 'recheck'], (whenUnchecked) => ({ codes: { whenUnchecked } })),
  'drain-passes-per-s': number(
    'N',
    { min: gateLimits.drainPassesPerSMin, max: gateLimits.drainPassesPerSMax },
    (passesPerS) => ({ drain: { passesPerS } }),
  ),
  'drain-jitter-s': number('N', { min: 0, max: gateLimits.drainJitterSMax, whole: true }, (jitterS) => ({
    drain: { jitterS },
  })),
} as const satisfies Record<string, Setting>;

type Flag = keyof typeof settings;
const flagNames = Object.keys(settings) as Flag[];

export const configure = deviceCommand({
  name: 'configure',
  usage: `ID ${flagNames.map((flag) => `[--${flag} ${settings[flag].value}]`).join('\n        ')}`,
  about: [
    'gives a gate its next config; what is not given stays as it is. Limits are °C above the people just before,',
    '--contact-limit is what the contact thermometer shows; --when-unchecked: lists too old, or provider not reached;',
    '--drain-…: how quickly a gate that was cut off sends what it holds, after a random part of the jitter',
  ],
  flags: Object.fromEntries(flagNames.map((flag) => [flag, { type: 'string' }])) as Record<Flag, { type: 'string' }>,
  async run(deployment, deviceId, values) {
    const given = flagNames.flatMap((flag) => {
      const text = values[flag];
      return text === undefined ? [] : [settings[flag].read(flag, text)];
    });
    if (given.length === 0) throw new UsageError(`configure needs at least one of --${flagNames.join(', --')}.`);
    const gate = await findDevice(deployment, deviceId);
    const parts = { state: stateOf(deployment), iotData: deployment.clients.iotData };
    const config = await configureGate(parts, gate, given.reduce(merge, {}), Date.now());
    print(`${deviceId} has config ${config.version}: ${JSON.stringify(config)}`);
  },
});

/** Two settings may belong to one group of the config. */
function merge(one: ConfigChanges, other: ConfigChanges): ConfigChanges {
  return {
    ...one,
    ...other,
    limitC: { ...one.limitC, ...other.limitC },
    redLimitC: { ...one.redLimitC, ...other.redLimitC },
    codes: { ...one.codes, ...other.codes },
    drain: { ...one.drain, ...other.drain },
  };
}
