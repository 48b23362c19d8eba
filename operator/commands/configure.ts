import { readNumber } from '../../cli/command.ts';
import { UsageError } from '../../domain/errors.ts';
import { gateLimits, wireLimits } from '../../domain/limits.ts';
import { configureGate } from '../configuration.ts';
import { findDevice } from '../inventory.ts';
import { print } from '../print.ts';
import { deviceCommand, stateOf } from './define.ts';

const flags = {
  'linger-s': { type: 'string' },
  'passes-per-message': { type: 'string' },
  'heartbeat-s': { type: 'string' },
  'limit-face': { type: 'string' },
  'limit-forehead': { type: 'string' },
} as const;

type Bounds = Parameters<typeof readNumber>[2];

const bounds: Record<keyof typeof flags, Bounds> = {
  'linger-s': { min: 0, max: gateLimits.lingerSMax, whole: true },
  'passes-per-message': { min: 1, max: wireLimits.passesPerMessageMax, whole: true },
  'heartbeat-s': { min: gateLimits.heartbeatSMin, max: gateLimits.heartbeatSMax, whole: true },
  'limit-face': { min: 0.1, max: 5 },
  'limit-forehead': { min: 0.1, max: 5 },
};

export const configure = deviceCommand({
  name: 'configure',
  usage: 'ID [--linger-s N] [--passes-per-message N] [--heartbeat-s N] [--limit-face C] [--limit-forehead C]',
  about: ['gives a gate its next config; what is not given stays as it is'],
  flags,
  async run(deployment, deviceId, values) {
    const read = (flag: keyof typeof flags) => {
      const text = values[flag];
      return text === undefined ? undefined : readNumber(flag, text, bounds[flag]);
    };
    const changes = {
      lingerS: read('linger-s'),
      passesPerMessage: read('passes-per-message'),
      heartbeatS: read('heartbeat-s'),
      limitFaceC: read('limit-face'),
      limitForeheadC: read('limit-forehead'),
    };
    if (Object.values(changes).every((change) => change === undefined)) {
      throw new UsageError(`configure needs at least one of --${Object.keys(flags).join(', --')}.`);
    }
    const gate = await findDevice(deployment, deviceId);
    const parts = { state: stateOf(deployment), iotData: deployment.clients.iotData };
    const config = await configureGate(parts, gate, changes, Date.now());
    print(`${deviceId} has config ${config.version}: ${JSON.stringify(config)}`);
  },
});
