// Goal: the verdict says what the design says, and is a function of its inputs alone (law 5).
// Method: a table at the edges of the limit, and properties.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTooWarm, judge, type Measurement } from '../../../domain/judgement.ts';
import { defaultConfig, type GateConfig } from '../../../domain/messages/config.ts';

const calm: Measurement = { site: 'face', skinC: 35.3, baselineC: 35.3, code: null };
const code = (status: 'green' | 'yellow' | 'red') => ({ form: 'provider' as const, text: 'A1', status });

describe('judge', () => {
  it.each<[string, Partial<Measurement>, string]>([
    ['a reading at the baseline', {}, 'admit/ok'],
    ['0.79 °C above', { skinC: 36.09 }, 'admit/ok'],
    ['0.80 °C above', { skinC: 36.1 }, 'recheck/too-warm'],
    ['much colder', { skinC: 30 }, 'admit/ok'],
    ['no baseline, however warm', { skinC: 39, baselineC: null }, 'recheck/learning'],
    ['no reading', { skinC: null }, 'recheck/no-reading'],
    ['green', { code: code('green') }, 'admit/ok'],
    ['yellow', { code: code('yellow') }, 'recheck/code-yellow'],
    ['red', { code: code('red') }, 'refuse/code-red'],
    ['red and too warm', { code: code('red'), skinC: 38 }, 'refuse/code-red'],
    ['yellow and too warm', { code: code('yellow'), skinC: 38 }, 'recheck/too-warm'],
  ])('%s', (_, change, expected) => {
    const { verdict, reason } = judge({ ...calm, ...change }, defaultConfig);
    expect(`${verdict}/${reason}`).toBe(expected);
  });

  it('hides no fever behind a red code', () => {
    expect(isTooWarm({ ...calm, code: code('red'), skinC: 38 }, defaultConfig)).toBe(true);
  });

  it('uses the limit of the site', () => {
    const config: GateConfig = { ...defaultConfig, limitC: { face: 0.8, forehead: 0.5 } };
    expect(judge({ ...calm, skinC: 35.8, site: 'forehead' }, config).reason).toBe('too-warm');
    expect(judge({ ...calm, skinC: 35.8, site: 'face' }, config).reason).toBe('ok');
  });

  it('counts in whole hundredths: no reading is decided by binary rounding', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2000, max: 4000 }), fc.integer({ min: -200, max: 200 }), (base, above) => {
        const measured = { ...calm, baselineC: base / 100, skinC: (base + above) / 100 };
        expect(isTooWarm(measured, defaultConfig)).toBe(above >= 80);
      }),
    );
  });
});
