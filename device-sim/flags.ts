import { exitCodes, readFlags, readNumber } from '../cli/command.ts';
import { UsageError } from '../domain/errors.ts';
import { gateLimits, wireLimits } from '../domain/limits.ts';
import type { GateSetup } from './gate/state.ts';
import { simLimits } from './limits.ts';

export const help = `npm run sim -- [options]

Runs a fleet of virtual gates against the stack that runs on this machine: each with its own certificate, durable
outbox and people passing. They show passes of ours, on phones and cards, providers' codes, or nothing; some are forged
or used up. A guard measures again whom a gate holds for their temperature; that takes ten seconds.
Ctrl-C ends it early: what was made is sent, and the report is still written.

  --gates N               gates, each a client of its own (default 8)
  --rate R                people a second at all gates together (default 2)
  --duration T            how long people come: 30s, 5m, 1h (default 30s)
  --seed S                decides the people, what they show and when they come (default 1)
  --fever-share F         share of people with a fever, from 0 to 1 (default 0.005)
  --linger T              how long a routine pass waits for company, instead of what the gate's config says
  --passes-per-message N  instead of what the gate's config says
  --replay FILE           puts recorded people in front of the gates instead: CSV, one gate for each camera;
                          --rate is then ${simLimits.replayRatePerS} unless it is given
  --report FILE           writes what happened as JSON
  --aws                   the stack on AWS, which the usual settings of the AWS CLI name
  --help                  this text

Exit code ${exitCodes.done}: every pass was acknowledged. ${exitCodes.foundWrong}: some were not, a gate failed, or an alert is missing. ${exitCodes.cannot}: it could not be done.
`;

export interface SimFlags {
  help: boolean;
  aws: boolean;
  gates: number;
  ratePerS: number;
  durationMs: number;
  seed: number;
  feverShare: number;
  sending: NonNullable<GateSetup['sending']>;
  replay: string | undefined;
  report: string | undefined;
}

/** @throws UsageError on an unknown flag or a bad value. */
export function readSimFlags(argv: string[]): SimFlags {
  const { values } = readFlags(argv, {
    gates: { type: 'string', default: '8' },
    rate: { type: 'string' },
    duration: { type: 'string', default: '30s' },
    seed: { type: 'string', default: '1' },
    'fever-share': { type: 'string', default: '0.005' },
    linger: { type: 'string' },
    'passes-per-message': { type: 'string' },
    replay: { type: 'string' },
    report: { type: 'string' },
    aws: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });
  const { linger, 'passes-per-message': perMessage } = values;
  const rate = values.rate ?? (values.replay === undefined ? '2' : String(simLimits.replayRatePerS));
  return {
    help: values.help,
    aws: values.aws,
    gates: readNumber('gates', values.gates, { min: 1, max: simLimits.gatesMax, whole: true }),
    ratePerS: readNumber('rate', rate, { min: 0.01, max: simLimits.ratePerSMax }),
    durationMs: 1000 * readSeconds('duration', values.duration, simLimits.durationSMax),
    seed: readNumber('seed', values.seed, { min: 0, max: Number.MAX_SAFE_INTEGER, whole: true }),
    feverShare: readNumber('fever-share', values['fever-share'], { min: 0, max: 1 }),
    sending: {
      ...(linger !== undefined && { lingerS: readSeconds('linger', linger, gateLimits.lingerSMax) }),
      ...(perMessage !== undefined && {
        passesPerMessage: readNumber('passes-per-message', perMessage, {
          min: 1,
          max: wireLimits.passesPerMessageMax,
          whole: true,
        }),
      }),
    },
    replay: values.replay,
    report: values.report,
  };
}

const unitSeconds: Record<string, number> = { s: 1, m: 60, h: 3600 };

function readSeconds(flag: string, text: string, maxS: number): number {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)([smh])$/.exec(text) ?? [];
  const seconds = Number(amount) * (unitSeconds[unit] ?? Number.NaN);
  if (seconds >= 0 && seconds <= maxS) return seconds;
  throw new UsageError(`--${flag} takes a time up to ${maxS}s, like 30s, 5m or 1h, not "${text}".`);
}
