import { readFlags, readNumber } from '../../cli/command.ts';
import { UsageError } from '../../domain/errors.ts';
import { gateLimits } from '../../domain/limits/gates.ts';
import { wireLimits } from '../../domain/limits/wire.ts';
import type { GateSetup } from '../gate/state.ts';
import { simLimits } from '../limits.ts';
import { withConfigFile } from './flags-file.ts';

export interface SimFlags {
  help: boolean;
  /** A name of the catalogue, or a path. */
  scenario: string;
  /** What stands above the scenario. */
  overrides: Overrides;
  seed: number;
  virtual: boolean;
  replay: string | undefined;
  payload: string | undefined;
  aws: boolean;
  endpoint: { host: string; port: number } | undefined;
  ca: string | undefined;
  report: string | undefined;
  prometheus: string | undefined;
  listen: boolean;
}

export interface Overrides {
  gates?: number;
  ratePerS?: number;
  durationS?: number;
  rampS?: number;
  feverShare?: number;
  sending: NonNullable<GateSetup['sending']>;
}

const options = {
  scenario: { type: 'string', default: 'calm' },
  gates: { type: 'string' },
  rate: { type: 'string' },
  duration: { type: 'string' },
  ramp: { type: 'string' },
  seed: { type: 'string', default: '1' },
  'fever-share': { type: 'string' },
  virtual: { type: 'boolean', default: false },
  linger: { type: 'string' },
  'passes-per-message': { type: 'string' },
  replay: { type: 'string' },
  payload: { type: 'string' },
  aws: { type: 'boolean', default: false },
  endpoint: { type: 'string' },
  ca: { type: 'string' },
  report: { type: 'string' },
  prometheus: { type: 'string' },
  listen: { type: 'boolean', default: false },
  config: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof readFlags<typeof options>>['values'];

/** @throws UsageError on an unknown flag, a bad value, or flags that exclude each other. */
export function readSimFlags(argv: readonly string[]): SimFlags {
  const { values } = readFlags(withConfigFile(argv), options);
  const instead = (['replay', 'payload', 'virtual'] as const).filter((name) => values[name]);
  if (instead.length > 1) throw new UsageError(`--${instead.join(' and --')} exclude each other.`);
  const stack = (['aws', 'endpoint', 'listen'] as const).filter((name) => values[name]);
  if (values.virtual && stack[0]) throw new UsageError(`--virtual has no stack, so that --${stack[0]} means nothing.`);
  if (values.ca !== undefined && !values.endpoint) throw new UsageError('--ca goes with --endpoint.');
  const { help, scenario, virtual, replay, payload, aws, ca, report, prometheus, listen } = values;
  return {
    ...{ help, scenario, virtual, replay, payload, aws, ca, report, prometheus, listen },
    seed: readNumber('seed', values.seed, { min: 0, max: Number.MAX_SAFE_INTEGER, whole: true }),
    endpoint: values.endpoint === undefined ? undefined : readEndpoint(values.endpoint),
    overrides: readOverrides(values),
  };
}

function readOverrides(values: Values): Overrides {
  const { gates, rate, duration, ramp, 'fever-share': feverShare } = values;
  return {
    ...(gates !== undefined && {
      gates: readNumber('gates', gates, { min: 1, max: simLimits.gatesMax, whole: true }),
    }),
    ...(rate !== undefined && { ratePerS: readNumber('rate', rate, { min: 0.01, max: simLimits.ratePerSMax }) }),
    ...(duration !== undefined && { durationS: readSeconds('duration', duration, simLimits.durationSMax) }),
    ...(ramp !== undefined && { rampS: readSeconds('ramp', ramp, simLimits.durationSMax) }),
    ...(feverShare !== undefined && { feverShare: readNumber('fever-share', feverShare, { min: 0, max: 1 }) }),
    sending: readSending(values),
  };
}

function readSending({ linger, 'passes-per-message': perMessage }: Values): Overrides['sending'] {
  const bounds = { min: 1, max: wireLimits.passesPerMessageMax, whole: true };
  return {
    ...(linger !== undefined && { lingerS: readSeconds('linger', linger, gateLimits.lingerSMax) }),
    ...(perMessage !== undefined && { passesPerMessage: readNumber('passes-per-message', perMessage, bounds) }),
  };
}

/** MQTT over TLS, unless another port is named. */
const mqttsPort = 8883;

function readEndpoint(text: string): { host: string; port: number } {
  const [, host = '', port = String(mqttsPort)] = /^([^:/\s]+|\[[0-9a-fA-F:]+\])(?::(\d+))?$/.exec(text) ?? [];
  if (host === '') throw new UsageError(`--endpoint takes HOST or HOST:PORT, not "${text}".`);
  return { host, port: readNumber('endpoint', port, { min: 1, max: 65_535, whole: true }) };
}

const unitSeconds: Record<string, number> = { s: 1, m: 60, h: 3600 };

function readSeconds(flag: string, text: string, maxS: number): number {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)([smh])$/.exec(text) ?? [];
  const seconds = Number(amount) * (unitSeconds[unit] ?? Number.NaN);
  if (seconds >= 0 && seconds <= maxS) return seconds;
  throw new UsageError(`--${flag} takes a time up to ${maxS}s, like 30s, 5m or 1h, not "${text}".`);
}
