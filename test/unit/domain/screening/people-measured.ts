import { defaultConfig, type GateConfig } from '../../../../domain/messages/config.ts';
import type { Site } from '../../../../domain/messages/fields.ts';
import type { OutcomePass } from '../../../../domain/screening/outcomes.ts';
import { between, chance, type Random, seededRandom } from '../../../../domain/seeded-random.ts';
import { passOf } from '../../../helpers/passes.ts';

/** A pass at a gate. */
export interface AtGate {
  gate: string;
  pass: OutcomePass;
}

const configs = [
  defaultConfig,
  { ...defaultConfig, version: 1, limitC: { face: 0.6, forehead: 0.9 }, contactLimitC: 37.5 },
];
/** Version 2 was never given to anybody. */
export const configOf = (version: number): GateConfig | undefined => configs[version];

const startMs = Date.parse('2026-11-24T00:00:00.000Z');

/** People at three gates in some hours: learning, doubted sensors, several readings, and second measurements of some. */
export function peopleMeasured(seed: string, people: number): AtGate[] {
  const random = seededRandom(seed);
  const seqs = new Map<string, number>();
  let atMs = startMs;
  return Array.from({ length: people }, () => {
    atMs += between(random, 0, 1_800_000);
    const gate = pick(random, ['east', 'west', 'south']);
    const epoch = pick(random, ['epoch0001', 'epoch0002']);
    const next = (changes: Partial<OutcomePass>): AtGate => {
      const seq = (seqs.get(gate + epoch) ?? 0) + 1;
      seqs.set(gate + epoch, seq);
      atMs += 10_000;
      const at = new Date(atMs).toISOString();
      return { gate, pass: passOf({ epoch, seq, at, configVersion: pick(random, [0, 0, 1, 1, 2]), ...changes }) };
    };
    const first = next(measured(random));
    const { seq, at, site } = first.pass;
    const again = () => next({ site, skinC: null, recheckOf: { seq, at, reason: 'too-warm' }, ...contact(random) });
    return [first, ...(chance(random, 0.5) ? [again()] : []), ...(chance(random, 0.2) ? [again()] : [])];
  }).flat();
}

function measured(random: Random): Partial<OutcomePass> {
  const site = pick<Site>(random, ['face', 'forehead']);
  const reading = () => ({
    skinC: chance(random, 0.1) ? null : 34 + Math.floor(between(random, 0, 600)) / 100,
    baselineC: chance(random, 0.1) ? null : 34.9,
  });
  return {
    site,
    ...reading(),
    ...(chance(random, 0.2) && { more: [reading(), reading()] }),
    ...(chance(random, 0.1) && { sensorFault: 'drift' }),
    ...(chance(random, 0.05) && contact(random)),
  };
}

function contact(random: Random): Partial<OutcomePass> {
  return chance(random, 0.8) ? { contactC: 37 + Math.floor(between(random, 0, 80)) / 100 } : {};
}

function pick<T>(random: Random, choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(random() * choices.length)] ?? choices[0];
}
