// Goal: the verdict says what the design says, and is a function of its inputs alone (law 5).
// Method: tables at the edges of each limit, and properties.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, type Measurement, warmth } from '../../../domain/judgement.ts';
import { defaultConfig, type GateConfig } from '../../../domain/messages/config.ts';
import { type CodeConcern, reason } from '../../../domain/messages/pass.ts';

const calm: Measurement = {
  direction: 'in',
  site: 'face',
  skinC: 35.3,
  baselineC: 35.3,
  code: null,
  listsAgeS: 60,
};
const feverish = { skinC: 36.5 };

function verdictOf(change: Partial<Measurement>, concern?: CodeConcern, config = defaultConfig): string {
  const measured = { ...calm, ...change };
  const standing = measured.code ? { name: 'somebody', concern, certified: undefined } : undefined;
  const { verdict, reason: why } = judge(measured, config, standing);
  return `${verdict}/${why}`;
}

describe('temperature', () => {
  it.each<[string, Partial<Measurement>, string]>([
    ['a reading at the baseline', {}, 'admit/ok'],
    ['0.79 °C above', { skinC: 36.09 }, 'admit/ok'],
    ['0.80 °C above', { skinC: 36.1 }, 'recheck/too-warm'],
    ['1.79 °C above', { skinC: 37.09 }, 'recheck/too-warm'],
    ['1.80 °C above', { skinC: 37.1 }, 'recheck/far-too-warm'],
    ['much colder', { skinC: 30 }, 'admit/ok'],
    ['no baseline, however warm', { skinC: 39, baselineC: null }, 'recheck/learning'],
    ['no reading', { skinC: null }, 'recheck/no-reading'],
    ['a sensor in doubt', { sensorFault: 'stuck' }, 'recheck/sensor-fault'],
    ['a contact thermometer below its limit', { ...feverish, contactC: 37.29 }, 'admit/ok'],
    ['a contact thermometer at its limit', { ...feverish, contactC: 37.3 }, 'refuse/fever-confirmed'],
    ['a contact thermometer, and no reading', { skinC: null, contactC: 36.8 }, 'admit/ok'],
    ['a contact thermometer, and a sensor in doubt', { sensorFault: 'drift', contactC: 36.8 }, 'admit/ok'],
  ])('%s', (_, change, expected) => expect(verdictOf(change)).toBe(expected));

  it.each<[string, Measurement['more'], string]>([
    ['the mean of all readings counts', [{ skinC: 35.5, baselineC: 35.4 }], 'admit/ok'],
    ['each with the baseline of its place', [{ skinC: 37.0, baselineC: 36.2 }], 'recheck/too-warm'],
    ['what has no baseline yet is left out', [{ skinC: 35, baselineC: null }], 'recheck/too-warm'],
  ])('of several readings, %s', (_, more, expected) => {
    expect(verdictOf({ skinC: 36.1, ...(more && { more }) })).toBe(expected);
  });

  it('uses the limit of the site', () => {
    const config: GateConfig = { ...defaultConfig, limitC: { face: 0.8, forehead: 0.5 } };
    expect(verdictOf({ skinC: 35.8, site: 'forehead' }, undefined, config)).toBe('recheck/too-warm');
    expect(verdictOf({ skinC: 35.8, site: 'face' }, undefined, config)).toBe('admit/ok');
  });

  it('counts in whole hundredths: no reading is decided by binary rounding', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2000, max: 4000 }), fc.integer({ min: -200, max: 179 }), (base, above) => {
        const measured = { ...calm, baselineC: base / 100, skinC: (base + above) / 100 };
        expect(warmth(measured, defaultConfig)).toBe(above >= 80 ? 'too-warm' : undefined);
      }),
    );
  });
});

describe('codes', () => {
  const provider = { code: { form: 'provider' as const, text: 'A1' } };
  const signed = { code: { form: 'gatehouse' as const, text: 'GH1:A1' } };
  const stale = { ...signed, listsAgeS: defaultConfig.codes.listsAgeMaxS + 1 };

  it.each<[string, Partial<Measurement>, CodeConcern | undefined, string]>([
    ['nothing against it', provider, undefined, 'admit/ok'],
    ['yellow', provider, 'code-yellow', 'recheck/code-yellow'],
    ['yellow and too warm', { ...provider, ...feverish }, 'code-yellow', 'recheck/too-warm'],
    ['red', provider, 'code-red', 'refuse/code-red'],
    ['red and too warm', { ...provider, ...feverish }, 'code-red', 'refuse/code-red'],
    ['red, and no fever by the contact thermometer', { ...provider, contactC: 36.5 }, 'code-red', 'refuse/code-red'],
    ['to stay at home, coming in', { ...signed, direction: 'in' }, 'code-quarantined', 'recheck/code-quarantined'],
    ['to stay at home, going out', { ...signed, direction: 'out' }, 'code-quarantined', 'refuse/code-quarantined'],
    ['to stay at home, who knows', { ...signed, direction: 'unknown' }, 'code-quarantined', 'refuse/code-quarantined'],
    ['used before', signed, 'code-used', 'refuse/code-used'],
    ['forged', signed, 'code-signature', 'refuse/code-signature'],
    ['provider not reached', provider, 'provider-unreachable', 'recheck/provider-unreachable'],
    ['lists at their age', { ...signed, listsAgeS: stale.listsAgeS - 1 }, undefined, 'admit/ok'],
    ['lists too old', stale, undefined, 'recheck/lists-stale'],
    ['no lists', { ...signed, listsAgeS: null }, 'code-unknown-key', 'recheck/lists-stale'],
    ['lists too old, and forged all the same', stale, 'code-signature', 'refuse/code-signature'],
    ['lists too old for a code that does not need them', { ...provider, listsAgeS: null }, undefined, 'admit/ok'],
  ])('%s', (_, change, concern, expected) => expect(verdictOf(change, concern)).toBe(expected));

  it('lets in what cannot be checked where the community says so, and the pass tells', () => {
    const open: GateConfig = { ...defaultConfig, codes: { ...defaultConfig.codes, whenUnchecked: 'admit' } };
    expect(verdictOf(stale, undefined, open)).toBe('admit/lists-stale');
    expect(verdictOf(stale, 'code-unknown-key', open)).toBe('admit/lists-stale');
    expect(verdictOf(provider, 'provider-unreachable', open)).toBe('admit/provider-unreachable');
    expect(verdictOf(stale, 'code-revoked', open)).toBe('refuse/code-revoked');
  });

  it('asks for a code where the community wants one', () => {
    const needed: GateConfig = { ...defaultConfig, codes: { ...defaultConfig.codes, needed: true } };
    expect(verdictOf({}, undefined, needed)).toBe('recheck/no-code');
    expect(verdictOf(provider, undefined, needed)).toBe('admit/ok');
  });

  it('refuses for every reason why a code is not believed', () => {
    const refusals = reason.options.filter((one): one is CodeConcern => one.startsWith('code-'));
    const notRefused = refusals.filter((concern) => !verdictOf(signed, concern).startsWith('refuse'));
    expect(notRefused).toEqual(['code-yellow', 'code-quarantined']);
  });
});
