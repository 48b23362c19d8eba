// Goal: the same pass has the same key and the same alert for ever; another has another (laws 2 and 6).
// Method: properties over passes with unknown fields, reordered members and other content.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeAlertId, feverAlertId } from '../../../domain/alert-identity.ts';
import { localDay } from '../../../domain/local-day.ts';
import type { Pass } from '../../../domain/messages/pass.ts';
import { canonicalPass, passKey } from '../../../domain/pass-key.ts';

const at = '2026-11-24T16:30:00.000Z';
const pass: Pass = {
  epoch: 'k3v9x0q2',
  seq: 7,
  at,
  direction: 'in',
  site: 'face',
  skinC: 35.3,
  ambientC: 21,
  baselineC: 35.2,
  code: { form: 'guard-entry', text: 'SECRET-TEXT' },
  verdict: 'admit',
  reason: 'ok',
  configVersion: 0,
  listsAgeS: null,
};

describe('canonicalPass', () => {
  it('does not depend on the order of members, and keeps what newer firmware adds', () => {
    const members = fc.shuffledSubarray(Object.entries({ ...pass, newer: { b: 1, a: 2 } }), { minLength: 14 });
    const expected = canonicalPass({ ...pass, newer: { a: 2, b: 1 } }, 'subject');
    fc.assert(
      fc.property(members, (entries) => {
        expect(canonicalPass(Object.fromEntries(entries), 'subject')).toBe(expected);
      }),
    );
    expect(expected).toContain('newer');
  });

  it('has the pseudonym in the place of the code', () => {
    expect(canonicalPass(pass, 'subject')).not.toContain('SECRET');
    expect(canonicalPass(pass, 'one')).not.toBe(canonicalPass(pass, 'other'));
  });
});

describe('passKey', () => {
  const place = { community: 'xixi', gate: 'xixi-gate-1' };

  it('files a pass under the day of its community, not of UTC', () => {
    expect(passKey(place, pass, 'digest', 'Asia/Shanghai')).toEqual({
      pk: 'xixi#2026-11-25',
      sk: '2026-11-24T16:30:00.000Z#xixi-gate-1#k3v9x0q2#0000000007#digest',
    });
  });

  it('sorts a gate’s passes by time, and passes of one millisecond by number', () => {
    const key = (seq: number, time = at) => passKey(place, { ...pass, seq, at: time }, 'd', 'Asia/Shanghai').sk;
    expect([key(10), key(9), key(1, '2026-11-24T16:30:00.001Z')].toSorted()).toEqual([
      key(9),
      key(10),
      key(1, '2026-11-24T16:30:00.001Z'),
    ]);
  });
});

describe('localDay', () => {
  it.each([
    ['2026-11-24T15:59:59.999Z', 'Asia/Shanghai', '2026-11-24'],
    ['2026-11-24T16:00:00.000Z', 'Asia/Shanghai', '2026-11-25'],
    ['2026-11-24T16:00:00.000Z', 'UTC', '2026-11-24'],
  ])('%s in %s is %s', (instant, timeZone, day) => {
    expect(localDay(Date.parse(instant), timeZone)).toBe(day);
  });
});

describe('alert identity', () => {
  const later = (ms: number) => new Date(Date.parse(at) + ms).toISOString();

  it('gives each pass an alert of its own', () => {
    expect(feverAlertId('g1', pass)).not.toBe(feverAlertId('g1', { ...pass, seq: 8 }));
    expect(feverAlertId('g1', pass)).not.toBe(feverAlertId('g2', pass));
    expect(feverAlertId('g1', pass)).not.toBe(feverAlertId('g1', { ...pass, epoch: 'zzzzzzzz' }));
  });

  it('joins a second reading within two minutes to the first, and none after', () => {
    const second = { ...pass, seq: 8, recheckOf: { seq: 7, at, reason: 'too-warm' as const } };
    expect(feverAlertId('g1', { ...second, at: later(120_000) })).toBe(feverAlertId('g1', pass));
    expect(feverAlertId('g1', { ...second, at: later(120_001) })).toBe(feverAlertId('g1', { ...pass, seq: 8 }));
  });

  it('raises the same refused code at a gate once in ten minutes', () => {
    const id = (ms: number, subject = 's') => codeAlertId('refused-code', 'g1', subject, Date.parse(at) + ms);
    expect(id(0)).toBe(id(599_999));
    expect(id(0)).not.toBe(id(600_000));
    expect(id(0)).not.toBe(id(0, 'other'));
  });
});
