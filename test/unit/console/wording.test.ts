// Goal: what a guard reads is short and true. Method: each wording beside what it is made of.
import { beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../../console/language/en.ts';
import { filled, type Say } from '../../../console/language/text.ts';
import { agoText, alertSentence, gateName, warmerBy } from '../../../console/language/wording.ts';
import { alertLike } from './alert-like.ts';

let say: Say;
beforeAll(() => {
  say = (key, values) => filled(en[key], values);
});

it('a gate is called by its number, or as it is', () => {
  expect(gateName(alertLike(), say)).toBe('Gate 1');
  expect(gateName(alertLike({ gate: 'xixi-north' }), say)).toBe('north');
  expect(gateName(alertLike({ gate: 'old-door' }), say)).toBe('old-door');
});

it.each([
  [400, 'just now'],
  [59_900, '59 s ago'],
  [60_000, '1 min ago'],
  [3 * 3_600_000, '3 h ago'],
  [50 * 3_600_000, '2 d ago'],
])('%i ms are %s', (ms, text) => {
  const { raisedAt } = alertLike();
  expect(agoText(raisedAt, Date.parse(raisedAt) + ms, say)).toBe(text);
});

describe('how warm', () => {
  const person = { epoch: 'abcdefgh12', seq: 1, direction: 'in', site: 'face', reason: 'too-warm' } as const;

  it('is by how much above the people before', () => {
    expect(warmerBy({ person: { ...person, skinC: 36.57, baselineC: 34.9 } })).toBe('+1.7');
    expect(warmerBy({ person: { ...person, skinC: 34.2, baselineC: 34.9 } })).toBe('−0.7');
    expect(warmerBy({ person: { ...person, skinC: null, baselineC: 34.9 } })).toBe(undefined);
  });

  it('is never spoken aloud', () => {
    const spoken = alertSentence(alertLike({ person: { ...person, skinC: 36.57, baselineC: 34.9 } }), say);
    expect(spoken).toBe('Gate 1: please look at the phone.');
  });
});
