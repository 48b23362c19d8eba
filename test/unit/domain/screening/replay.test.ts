// Goal: the cloud finds the gate whose passes do not follow from its own readings, and never accuses an honest one.
// Method: an honest gate is run through random days, clocks that are set, epochs and broken sensors; passes of it are
// lost, or altered by a hundredth, and the rest is replayed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SensorFault } from '../../../../domain/messages/pass.ts';
import { type ReplayedPass, replay } from '../../../../domain/screening/replay.ts';
import { between, chance, seededRandom } from '../../../../domain/seeded-random.ts';
import { honestPasses, rules, type Troubles } from '../../../helpers/honest-gate.ts';

const anySeed = fc.integer().map(String);
const anyTroubles: fc.Arbitrary<Troubles> = fc.record({
  passesADay: fc.constantFrom(3, 20, 60, 150, 1_000),
  clockShare: fc.constantFrom(0, 0.01, 0.1),
  clockDays: fc.constantFrom(0.01, 1, 5),
  epochShare: fc.constantFrom(0, 0.005),
  faultShare: fc.constantFrom(0, 0.02, 0.1),
});

/** Holes of one to some passes, about so often. */
function lose(passes: readonly ReplayedPass[], seed: string, share: number): ReplayedPass[] {
  const random = seededRandom(`lose ${seed}`);
  let missing = 0;
  return passes.filter(() => {
    if (missing === 0 && chance(random, share)) missing = Math.ceil(between(random, 0, 40));
    return missing === 0 || missing-- < 0;
  });
}

describe('an honest gate', () => {
  it('carries what follows, all of it, when no pass is missing', () => {
    fc.assert(
      fc.property(anySeed, anyTroubles, (seed, troubles) => {
        const passes = honestPasses(seed, 400, troubles);
        expect(replay(passes, rules)).toMatchObject({ differences: [], checked: passes.length, unknown: 0 });
      }),
      { numRuns: 40 },
    );
  });

  it('is never accused, whatever is missing', () => {
    fc.assert(
      fc.property(anySeed, anyTroubles, fc.constantFrom(0.005, 0.02, 0.1), (seed, troubles, share) => {
        expect(replay(lose(honestPasses(seed, 600, troubles), seed, share), rules).differences).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('is not accused when the clock was ahead in a pass that is missing, and its days began no new window', () => {
    const faulty = { passesADay: 45, clockShare: 0, clockDays: 0, epochShare: 0, faultShare: 0.05 };
    fc.assert(
      fc.property(anySeed, fc.integer({ min: 0, max: 99 }), (seed, aheadAt) => {
        const passes = honestPasses(seed, 300, { ...faulty, aheadAt }).toSpliced(aheadAt, 1);
        expect(replay(passes, rules).differences).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('is not accused when nobody knows a config, or when it was begun with in the middle', () => {
    fc.assert(
      fc.property(anySeed, anyTroubles, fc.integer({ min: 0, max: 300 }), (seed, troubles, from) => {
        const someConfigs = {
          ...rules,
          configOf: (version: number) => (version === 0 ? rules.configOf(0) : undefined),
        };
        expect(replay(honestPasses(seed, 400, troubles).slice(from), someConfigs).differences).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('may be replayed in parts', () => {
    fc.assert(
      fc.property(anySeed, anyTroubles, fc.integer({ min: 0, max: 400 }), (seed, troubles, at) => {
        const passes = lose(honestPasses(seed, 400, troubles), seed, 0.01);
        const first = replay(passes.slice(0, at), rules);
        const stored: typeof first.end = first.end && JSON.parse(JSON.stringify(first.end));
        const second = replay(passes.slice(at), rules, stored);
        const whole = replay(passes, rules);
        expect(second.end).toEqual(whole.end);
        expect(first.checked + second.checked).toBe(whole.checked);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a gate that alters', () => {
  const calm: Troubles = { passesADay: 150, clockShare: 0.01, clockDays: 2, epochShare: 0, faultShare: 0.02 };

  it('one baseline by a hundredth is found, at that pass and no other, when the passes before are there', () => {
    fc.assert(
      fc.property(anySeed, fc.integer({ min: 0, max: 399 }), fc.constantFrom(-1, 1), (seed, at, hundredths) => {
        const passes = honestPasses(seed, 400, calm);
        const honest = passes[at];
        if (!honest) throw new Error('no such pass');
        const by = (baselineC: number | null) =>
          baselineC === null ? 35 : Math.round(baselineC * 100 + hundredths) / 100;
        const { epoch, seq } = honest;
        const lying = passes.with(at, { ...honest, baselineC: by(honest.baselineC) });
        expect(replay(lying, rules).differences).toEqual([
          { epoch, seq, field: 'baselineC', said: by(honest.baselineC), follows: honest.baselineC },
        ]);
        if (!honest.more) return;
        const more = honest.more.map((one, place) => (place === 0 ? { ...one, baselineC: by(one.baselineC) } : one));
        const { differences } = replay(passes.with(at, { ...honest, more }), rules);
        expect(differences.map(({ seq, field }) => [seq, field])).toEqual([[seq, 'more.0.baselineC']]);
      }),
      { numRuns: 60 },
    );
  });

  it('what it suspects of its sensor is found', () => {
    const passes = honestPasses('faults', 160, { ...calm, faultShare: 0.05 });
    const doubting = passes.findIndex(({ sensorFault }) => sensorFault !== undefined);
    expect(doubting).toBeGreaterThan(0);
    passes.forEach((honest, at) => {
      const { sensorFault, ...without } = honest;
      const lying = sensorFault ? without : { ...honest, sensorFault: 'stuck' as const };
      const [difference] = replay(passes.slice(0, at).concat(lying), rules).differences;
      expect(difference).toMatchObject({ seq: honest.seq, field: 'sensorFault', follows: sensorFault ?? null });
    });
  });

  it('a pass, and sends both, is found', () => {
    const [first, second, ...rest] = honestPasses('twice', 40, calm);
    if (!first || !second) throw new Error('no passes');
    const { differences } = replay([first, second, { ...second, skinC: 35 }, ...rest], rules);
    expect(differences).toEqual([{ epoch: first.epoch, seq: 2, field: 'seq', said: 2, follows: 3 }]);
  });
});

describe('after a hole', () => {
  const quiet: Troubles = { passesADay: 1_000, clockShare: 0, clockDays: 0, epochShare: 0, faultShare: 0 };
  const passes = honestPasses('quiet', 260, quiet);

  it('nothing is said of baselines for thirty readings, and everything afterwards', () => {
    const holed = passes.toSpliced(100, 1);
    const altered = (at: number) => {
      const honest = holed[at];
      if (!honest) throw new Error('no such pass');
      return holed.with(at, { ...honest, baselineC: 30 });
    };
    const found = (at: number) => replay(altered(at), rules).differences.length;
    const readings = (at: number) => holed.slice(100, at).filter(({ skinC }) => skinC !== null).length;
    for (let at = 95; at < 140; at++) {
      expect([at, found(at)]).toEqual([at, at < 100 || readings(at) >= 30 ? 1 : 0]);
    }
  });

  it('a fault of the sensor is missed only where it cannot be told', () => {
    const holed = passes.toSpliced(100, 1);
    const found = (at: number, sensorFault: SensorFault) => {
      const honest = holed[at];
      if (!honest) throw new Error('no such pass');
      return replay(holed.with(at, { ...honest, sensorFault }), rules).differences.length;
    };
    const foundAt = (sensorFault: SensorFault) => [105, 120, 145, 250].filter((at) => found(at, sensorFault));
    expect(foundAt('stuck')).toEqual([120, 145, 250]);
    expect(foundAt('sun')).toEqual([145, 250]);
    expect(foundAt('alarms')).toEqual([250]);
    // Against a day that nobody knows.
    expect(foundAt('drift')).toEqual([]);
  });
});
