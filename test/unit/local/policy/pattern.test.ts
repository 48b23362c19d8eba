// Goal: patterns match what AWS says they match, and nothing that a device chooses can act as a wildcard.
// Method: examples from the IoT and IAM guides, and properties against a second, naive matcher.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillIn, matches, parsePattern } from '../../../../local/policy/pattern.ts';

const alphabet = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '+', '#', '/', '$', ':'), maxLength: 12 });

function naive(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const rest = pattern.slice(1);
  if (pattern[0] === '*') return naive(rest, text) || (text !== '' && naive(pattern, text.slice(1)));
  return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && naive(rest, text.slice(1));
}

describe('wildcards', () => {
  test.each([
    ['topic/*', 'topic/a/b/c', true],
    ['topic/*', 'topic/', true],
    ['topic/?', 'topic/a', true],
    ['topic/?', 'topic/', false],
    ['topicfilter/a/+', 'topicfilter/a/+', true],
    ['topicfilter/a/+', 'topicfilter/a/b', false],
    ['topicfilter/a/#', 'topicfilter/a/b', false],
    ['topic/$aws/rules/x/*', 'topic/$aws/rules/x/y', true],
    ['a*b*c', 'axxbxxbc', true],
    ['a*b*c', 'axxbxxb', false],
    ['', '', true],
  ])('%s against %s: %s', (pattern, text, expected) => {
    expect(matches(parsePattern(pattern), text)).toBe(expected);
  });

  test('agrees with a naive matcher', () => {
    fc.assert(
      fc.property(alphabet, alphabet, (pattern, text) => {
        expect(matches(parsePattern(pattern), text)).toBe(naive(pattern, text));
      }),
      { numRuns: 2000 },
    );
  });

  test('are text where an operator compares literally', () => {
    expect(matches(parsePattern('a*', { wildcards: false }), 'a*')).toBe(true);
    expect(matches(parsePattern('a*', { wildcards: false }), 'ab')).toBe(false);
  });

  test('a hostile text costs at most pattern × text steps', () => {
    const pattern = parsePattern(`${'*a'.repeat(60)}b`);
    const startedAt = performance.now();
    expect(matches(pattern, 'a'.repeat(60_000))).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});

describe('variables', () => {
  const filled = (pattern: string, context: Record<string, string | string[]>) =>
    fillIn(parsePattern(pattern), context);

  test('a value is text: no wildcard and no variable in it works', () => {
    fc.assert(
      fc.property(alphabet, alphabet, (value, text) => {
        const pattern = filled('gates/${iot:ClientId}', { 'iot:ClientId': value });
        expect(pattern !== undefined && matches(pattern, `gates/${text}`)).toBe(value === text);
      }),
    );
  });

  test('without a single value there is no pattern', () => {
    expect(filled('gates/${iot:ClientId}', {})).toBeUndefined();
    expect(filled('gates/${iot:ClientId}', { 'iot:ClientId': ['a', 'b'] })).toBeUndefined();
    expect(filled('gates/${__proto__}', Object.create({ inherited: 'x' }))).toBeUndefined();
    expect(filled('gates/${inherited}', Object.create({ inherited: 'x' }))).toBeUndefined();
  });

  test('${*}, ${?} and ${$} are the characters', () => {
    expect(matches(parsePattern('a${*}${?}${$}'), 'a*?$')).toBe(true);
    expect(matches(parsePattern('a${*}'), 'ab')).toBe(false);
  });

  test('an unclosed variable is refused', () => {
    expect(() => parsePattern('gates/${iot:ClientId')).toThrow('${ without }');
  });
});
