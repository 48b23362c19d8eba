import { localDay } from '../../domain/local-day.ts';
import { defaultConfig, type GateConfig } from '../../domain/messages/config.ts';
import type { ReplayedPass } from '../../domain/screening/replay.ts';
import { addReadings, comparisonOf, emptyScreening, startDay } from '../../domain/screening/screening-state.ts';
import { between, chance, type Random, seededRandom } from '../../domain/seeded-random.ts';
import { faceC } from './people-passing.ts';

const timeZone = 'Asia/Shanghai';

const configs: readonly GateConfig[] = [
  defaultConfig,
  { ...defaultConfig, version: 1, limitC: { face: 0.6, forehead: 0.5 } },
];

export const rules = { timeZone, configOf: (version: number) => configs[version] };

/** How often what happens at a gate. */
export interface Troubles {
  /** Passes a day; few make days without a median. */
  passesADay: number;
  /** Chance a pass that the clock is set, up to so many days forward or back. */
  clockShare: number;
  clockDays: number;
  /** Chance a pass that a new epoch begins. */
  epochShare: number;
  /** Chance a pass that the sensor begins or ends to be stuck, off by degrees, or noisy. */
  faultShare: number;
  /** At this pass, and no other, the clock is a month ahead. */
  aheadAt?: number;
}

/** All passes of a gate that does as the rules say, in order, with whatever the seed makes happen to it. */
export function honestPasses(seed: string, count: number, troubles: Troubles): ReplayedPass[] {
  const random = seededRandom(seed);
  const sensor = { stuckC: undefined as number | undefined, offC: 0, noiseC: 0 };
  const readingsEach = Math.floor(between(random, 1, 5));
  let clockMs = Date.parse('2026-11-24T00:00:00.000Z');
  let state = emptyScreening;
  let epochs = 0;
  let seq = 0;
  return Array.from({ length: count }, (_, index) => {
    clockMs += (2 * random() * 86_400_000) / troubles.passesADay;
    if (chance(random, troubles.clockShare)) clockMs += between(random, -1, 1) * troubles.clockDays * 86_400_000;
    if (chance(random, troubles.epochShare)) {
      state = emptyScreening;
      epochs++;
      seq = 0;
    }
    if (chance(random, troubles.faultShare)) breakOrRepair(sensor, random);
    const atMs = Math.floor(clockMs) + (index === troubles.aheadAt ? 30 * 86_400_000 : 0);
    state = startDay(state, localDay(atMs, timeZone));
    const { baselineC, moreBaselinesC, sensorFault } = comparisonOf(state);
    const read = () => (chance(random, 0.05) ? null : (sensor.stuckC ?? skinC(sensor, random)));
    const configVersion = chance(random, 0.9) ? 0 : 1;
    const pass: ReplayedPass = {
      epoch: `epoch${String(epochs).padStart(4, '0')}`,
      seq: ++seq,
      at: new Date(atMs).toISOString(),
      site: 'face',
      skinC: read(),
      ambientC: chance(random, 0.05) ? null : Math.round(between(random, 10, 14) * 100) / 100,
      baselineC,
      ...(readingsEach > 1 && {
        more: moreBaselinesC.slice(0, readingsEach - 1).map((more) => ({ skinC: read(), baselineC: more })),
      }),
      ...(sensorFault && { sensorFault }),
      ...(chance(random, 0.02) && { recheckOf: { seq, at: '2026-11-24T00:00:00.000Z', reason: 'too-warm' as const } }),
      configVersion,
    };
    state = addReadings(state, pass, configs[configVersion]?.limitC.face ?? Number.NaN);
    return pass;
  });
}

type Sensor = { stuckC: number | undefined; offC: number; noiseC: number };

function breakOrRepair(sensor: Sensor, random: Random): void {
  const isWell = sensor.stuckC === undefined && sensor.offC === 0 && sensor.noiseC === 0;
  Object.assign(sensor, { stuckC: undefined, offC: 0, noiseC: 0 });
  if (!isWell) return;
  const draw = random();
  if (draw < 1 / 3) sensor.stuckC = 35.5;
  else if (draw < 2 / 3) sensor.offC = between(random, -3, 4);
  else sensor.noiseC = 4;
}

function skinC({ offC, noiseC }: Sensor, random: Random): number {
  const plausible = Math.min(45, Math.max(20, faceC(random, offC + noiseC * (random() - 0.5))));
  return Math.round(plausible * 100) / 100;
}
