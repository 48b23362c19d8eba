// Goal: nobody who could have made the way is accused, by whatever means they went; whoever could not is found, in
// whatever order passes arrive.
// Method: properties over places in a city, times and orders of arrival; speeds stand here as what people do, not as
// the limits that the rule is made of.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceM, type Position } from '../../../domain/findings/position.ts';
import { secondUse } from '../../../domain/findings/use.ts';
import { describeWalk, impossibleWalks, quickestS } from '../../../domain/findings/walk.ts';
import { type KeyedPass, readPassKey } from '../../../domain/pass-key.ts';

const start = Date.parse('2026-11-24T03:00:00.000Z');

function seenAt(gate: string, afterMs: number, seq = 1): KeyedPass {
  const at = new Date(start + afterMs).toISOString();
  const number = String(seq).padStart(10, '0');
  return readPassKey({ pk: 'xixi#2026-11-24', sk: `${at}#${gate}#abcdefgh12#${number}#digest` });
}

/** Hangzhou and around: 100 km across. */
const somewhere = fc.record({
  latitude: fc.double({ min: 29.8, max: 30.7, noNaN: true }),
  longitude: fc.double({ min: 119.6, max: 120.7, noNaN: true }),
});

/** Two gates, and whether a way between them in that time is impossible. */
function isImpossible(from: Position, to: Position, seconds: number): boolean {
  const positions = new Map(Object.entries({ from, to }));
  const walks = impossibleWalks(seenAt('to', seconds * 1_000), [seenAt('from', 0)], (gate) => positions.get(gate));
  return walks.length > 0;
}

describe('distanceM', () => {
  it('knows a degree, and the way from the West Lake to the wetlands', () => {
    expect(distanceM({ latitude: 30, longitude: 120 }, { latitude: 31, longitude: 120 })).toBeCloseTo(111_195, 0);
    expect(distanceM({ latitude: 0, longitude: 0 }, { latitude: 0, longitude: 180 })).toBeCloseTo(Math.PI * 6_371_000);
    const westLake = { latitude: 30.2461, longitude: 120.1489 };
    const wetlands = { latitude: 30.2725, longitude: 120.0606 };
    expect(distanceM(westLake, wetlands) / 1_000).toBeCloseTo(9, 0);
  });

  it('is the same both ways, and 0 only at the place itself', () => {
    fc.assert(
      fc.property(somewhere, somewhere, (a, b) => {
        expect(distanceM(a, b)).toBeCloseTo(distanceM(b, a), 6);
        expect(distanceM(a, a)).toBe(0);
      }),
    );
  });
});

describe('quickestS', () => {
  it('takes longer the longer the way, and has no step', () => {
    const way = fc.double({ min: 0, max: 200_000, noNaN: true });
    fc.assert(
      fc.property(way, way, (a, b) => {
        const [short, long] = a < b ? [a, b] : [b, a];
        expect(quickestS(long)).toBeGreaterThanOrEqual(quickestS(short));
        expect(quickestS(long) - quickestS(short)).toBeLessThanOrEqual((long - short) / 10 + 1e-9);
      }),
    );
  });
});

describe('impossibleWalks', () => {
  it.each([
    ['a runner', 6, 0],
    ['an e-bike at the limit of 25 km/h, without a stop', 25 / 3.6, 0],
    ['a car in the city at 50 km/h, a minute for getting in and out', 50 / 3.6, 60],
    ['a car on the motorway at 110 km/h, two minutes for getting there', 110 / 3.6, 120],
  ])('never accuses %s', (_who, metresPerS, extraS) => {
    fc.assert(
      fc.property(somewhere, somewhere, fc.integer({ min: -8, max: 8 }), (from, to, clocksApartS) => {
        const seconds = distanceM(from, to) / metresPerS + extraS + clocksApartS;
        expect(isImpossible(from, to, seconds)).toBe(false);
      }),
    );
  });

  it('finds the same code within a minute at gates more than a kilometre apart', () => {
    fc.assert(
      fc.property(somewhere, somewhere, fc.integer({ min: 0, max: 60 }), (from, to, seconds) => {
        fc.pre(distanceM(from, to) > 1_000);
        expect(isImpossible(from, to, seconds)).toBe(true);
      }),
    );
  });

  it('says nothing about lanes of one entrance, nor about a gate whose place nobody knows', () => {
    const here = { latitude: 30.27, longitude: 120.06 };
    expect(isImpossible(here, { ...here, latitude: 30.2705 }, 0)).toBe(false);
    const known = (gate: string) => (gate === 'known' ? here : undefined);
    expect(impossibleWalks(seenAt('known', 0), [seenAt('unknown', 0)], known)).toEqual([]);
  });

  it('accuses the same in whatever order passes arrive, if each looks at those before it', () => {
    const sighting = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 600 }));
    const seen = fc
      .uniqueArray(sighting, { minLength: 2, maxLength: 8, selector: String })
      .map((all) => all.map(([gate, s], index) => seenAt(gate, s * 1_000, index + 1)));
    const orders = seen.chain((all) => {
      const order = fc.shuffledSubarray(all, { minLength: all.length });
      return fc.tuple(fc.constant(all), order);
    });
    fc.assert(
      fc.property(orders, fc.tuple(somewhere, somewhere, somewhere), ([all, order], [a, b, c]) => {
        const positions = new Map(Object.entries({ a, b, c }));
        const accusedIn = (arriving: KeyedPass[]) =>
          arriving
            .flatMap((one, index) => impossibleWalks(one, arriving.slice(0, index), (gate) => positions.get(gate)))
            .map(({ before, accused }) => `${before.sk} ${accused.sk}`)
            .toSorted();
        expect(accusedIn(order)).toEqual(accusedIn(all));
      }),
    );
  });

  it('tells the guard what was seen, and nobody’s name', () => {
    const walk = { before: seenAt('wuchang-gate-1', 0), accused: seenAt('xixi-gate-1', 40_400), apartM: 7_190 };
    expect(describeWalk(walk)).toBe('the same code was at wuchang-gate-1 40 s before, 7.2 km away');
    expect(describeWalk({ ...walk, apartM: 812.3 })).toMatch(/, 812 m away$/);
  });
});

describe('secondUse', () => {
  it('accuses the later of two, and never a pass because of itself', () => {
    const [earlier, later] = [seenAt('b', 0, 7), seenAt('a', 5_000, 9)];
    expect(secondUse(earlier, later)).toEqual({ first: earlier, second: later });
    expect(secondUse(later, earlier)).toEqual({ first: earlier, second: later });
    expect(secondUse(later, later)).toBeUndefined();
    // Sent again with another content: evidence of something else.
    expect(secondUse(earlier, { ...seenAt('b', 1, 7) })).toBeUndefined();
  });
});
