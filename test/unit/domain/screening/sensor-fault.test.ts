// Goal: each fault of a sensor is suspected from its evidence on, stays while there is any, and ends by itself; people
// who are ill or come from the cold are no fault.
// Method: people with known faces before sensors that fail in known ways; how often and how soon is measured in
// sensor-fault-simulation.test.ts.
import { describe, expect, it } from 'vitest';
import { screeningLimits } from '../../../../domain/limits/screening.ts';
import { comparisonOf, emptyScreening, type ScreeningState } from '../../../../domain/screening/screening-state.ts';
import { chance, seededRandom } from '../../../../domain/seeded-random.ts';
import { faceC, pass } from '../../../helpers/people-passing.ts';

const [sunday, monday] = ['2026-11-22', '2026-11-23'];
const suspectedBy = (state: ScreeningState) => comparisonOf(state).sensorFault;

/** A gate after a good day, and what happens at it next. */
function gate(seed: string) {
  const random = seededRandom(seed);
  const people = (aboveC: number | ((index: number) => number)) => (index: number) => ({
    skinC: faceC(random, typeof aboveC === 'number' ? aboveC : aboveC(index)),
  });
  return { random, people, settled: pass(emptyScreening, sunday, 60, people(0)) };
}

describe('a stuck sensor', () => {
  it('says the same of ten people, and lives again when it says five different things of ten', () => {
    const { people, settled } = gate('stuck');
    const same = () => ({ skinC: 35.5 });
    const nine = pass(settled, monday, screeningLimits.stuckReadings - 1, same);
    expect(suspectedBy(nine)).toBeUndefined();
    const ten = pass(nine, monday, 1, same);
    expect(suspectedBy(ten)).toBe('stuck');
    expect(suspectedBy(pass(ten, monday, 2, people(0)))).toBe('stuck');
    expect(suspectedBy(pass(ten, monday, screeningLimits.stuckReadings, people(0)))).toBeUndefined();
  });

  it('is not repaired at midnight', () => {
    const stuck = pass(emptyScreening, sunday, 40, () => ({ skinC: 35.5 }));
    expect(suspectedBy(pass(stuck, monday, 5, () => ({ skinC: 35.5 })))).toBe('stuck');
  });
});

describe('a sensor in the sun', () => {
  it('warms up faster than people and air do, until it has a temperature again', () => {
    const { people, settled } = gate('sun');
    const before = pass(settled, monday, 60, people(0));
    const heated = pass(
      before,
      monday,
      20,
      people((index) => 0.15 * index),
    );
    expect(suspectedBy(heated)).toBe('sun');
    expect(suspectedBy(pass(heated, monday, 40, people(1.6)))).toBeUndefined();
  });

  it('sees a crowd warmer than skin can be', () => {
    const { people, settled } = gate('hot');
    const hot = pass(settled, monday, 30, people(3.2));
    expect(suspectedBy(hot)).toBe('sun');
    expect(suspectedBy(pass(hot, monday, 60, people(2.8)))).toBe('sun');
  });
});

describe('a sensor that drifts', () => {
  it('is far from the last day without a change of the air', () => {
    const { people, settled } = gate('drift');
    for (const offC of [2.4, -2.4]) expect(suspectedBy(pass(settled, monday, 30, people(offC)))).toBe('drift');
    expect(suspectedBy(pass(settled, monday, 30, people(1.2)))).toBeUndefined();
  });

  it('is not suspected for what the weather explains', () => {
    const { people, settled } = gate('weather');
    const frost = (index: number) => ({ ...people(-2.4)(index), ambientC: -2 });
    expect(suspectedBy(pass(settled, monday, 30, frost))).toBeUndefined();
    const unknown = (index: number) => ({ ...people(-2.4)(index), ambientC: null });
    expect(suspectedBy(pass(settled, monday, 30, unknown))).toBeUndefined();
  });

  it('is suspected while it falls, when a fever would look normal', () => {
    const { people, settled } = gate('fall');
    const before = pass(settled, monday, 60, people(0));
    const fallen = pass(before, monday, 16, people(-1.6));
    expect(suspectedBy(fallen)).toBe('drift');
    expect(suspectedBy(pass(fallen, monday, 40, people(-1.4)))).toBeUndefined();
  });
});

describe('an implausible share of alarms', () => {
  it('comes from a sensor that has become noisy', () => {
    const { random, people, settled } = gate('noise');
    const before = pass(settled, monday, 60, people(0));
    const noisy = pass(before, monday, 120, () => ({ skinC: faceC(random, 3 * (random() + random() - 1)) }));
    expect(noisy.suspected).toContain('alarms');
    expect(suspectedBy(pass(noisy, monday, 60, people(0)))).toBeUndefined();
  });

  it('is not an outbreak of 5 %, and not half of the people coming from the cold', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { random, people, settled } = gate(`outbreak ${seed}`);
      const ill = people(() => (chance(random, 0.05) ? 1.3 : 0));
      expect(suspectedBy(pass(settled, monday, 200, ill))).toBeUndefined();
      const cold = people(() => (chance(random, 0.5) ? -0.6 : 0));
      expect(suspectedBy(pass(settled, monday, 200, cold))).toBeUndefined();
    }
  });
});

it('names what says most about the sensor, and keeps the rest in mind', () => {
  const { people, settled } = gate('two');
  const off = pass(settled, monday, 30, people(2.4));
  const stuck = pass(off, monday, 10, () => ({ skinC: 37.9 }));
  expect(suspectedBy(stuck)).toBe('stuck');
  expect(stuck.suspected).toEqual(['stuck', 'drift']);
});
