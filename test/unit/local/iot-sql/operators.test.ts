// Goal: every operator does with every pair of types what AWS tabulates.
// Method: the rows of https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-operators.html as tables.
import { describe, expect, test } from 'vitest';
import { valueFrom } from './run-sql.ts';

const payload = JSON.stringify({
  list: [1, 'a'],
  same: [1, 'a'],
  turned: ['a', 1],
  object: { a: 1, b: [2] },
  alike: { b: [2], a: 1 },
  other: { a: 1 },
  nothing: null,
});

function check(rows: readonly (readonly [string, unknown])[]) {
  test.each(rows)('%s is %s', (expression, expected) => {
    expect(valueFrom(expression, payload)).toEqual(expected);
  });
}

describe('AND, OR, NOT: booleans and their names, else Undefined', () => {
  check([
    ['true AND true', true],
    ['true AND false', false],
    ["'TRUE' AND 'true'", true],
    ["'true' AND false", false],
    ["'yes' AND true", undefined],
    ['false AND 1', undefined],
    ['false AND absent', undefined],
    ['false OR true', true],
    ['false OR false', false],
    ["'False' OR 'tRue'", true],
    ['true OR absent', undefined],
    ['true OR nothing', undefined],
    ['NOT false', true],
    ["NOT 'true'", false],
    ["NOT 'x'", undefined],
    ['NOT 0', undefined],
    ['NOT absent', undefined],
    ['NOT nothing', undefined],
    ['true OR false AND false', true],
    ['(true OR false) AND false', false],
    ['NOT true OR true', true],
    ['NOT (true OR true)', false],
    ['NOT 1 = 2', true],
  ]);
});

describe('<, <=, >, >=: both become Decimals, else Undefined', () => {
  check([
    ['2 > 1', true],
    ['1 > 1', false],
    ['1 >= 1', true],
    ['1.5 < 2', true],
    ['2 <= 1.9', false],
    ["'10' > 9", true],
    ["'-1.2' < '0'", true],
    ["'5E-12' > 0", true],
    ["'5e2' >= 500", true],
    ["'abc' < 'abd'", undefined],
    ["' 1' > 0", undefined],
    ["'1.' > 0", undefined],
    ["'' <= 0", undefined],
    ["'1e999' > 0", undefined],
    ['true > 0', undefined],
    ['nothing < 1', undefined],
    ['absent < 1', undefined],
    ['list >= 1', undefined],
    ['object <= 1', undefined],
  ]);
});

describe('=, <>: no conversions, Undefined only beside Undefined', () => {
  check([
    ['1 = 1.0', true],
    ['1 <> 1.5', true],
    ["'a' = 'a'", true],
    ["'a' <> 'A'", true],
    ['list = same', true],
    ['list = turned', false],
    ['list <> turned', true],
    ['object = alike', true],
    ['object = other', false],
    ['other = object', false],
    ['object <> other', true],
    ['nothing = NULL', true],
    ['nothing <> NULL', false],
    ['true = true', true],
    ["5 = '5'", false],
    ["5 <> '5'", true],
    ["true = 'true'", false],
    ['nothing = false', false],
    ['list = object', false],
    ['absent = 1', undefined],
    ['1 <> absent', undefined],
    ['absent = absent', undefined],
  ]);
});

describe('IN: the same as = joined by OR', () => {
  check([
    ["'a' IN ('b', 'a')", true],
    ["'c' IN ('b', 'a')", false],
    ["'c' NOT IN ('b', 'a')", true],
    ["NOT 'a' IN ('a')", false],
    ["5 IN ('5')", false],
    ['absent IN (1)', undefined],
    ['1 IN (1, absent)', undefined],
    ['list IN (turned, same)', true],
    ['1 + 1 IN (2)', true],
  ]);
});

describe('+, -, *, /, %', () => {
  check([
    ['1 + 2', 3],
    ['1 + 2.5', 3.5],
    ["'a' + 'b'", 'ab'],
    ["'n' + 1.50", 'n1.5'],
    ["true + 'x'", 'truex'],
    ["'l' + list", 'l[1,"a"]'],
    ["other + ''", '{"a":1}'],
    ["'x' + nothing", undefined],
    ["absent + 'x'", undefined],
    ['true + 1', undefined],
    ["'1' + '2'", '12'],
    ['5 - 7', -2],
    ["'5' - 2", 3],
    ["'x' - 2", undefined],
    ['nothing - 2', undefined],
    ['3 * 1.5', 4.5],
    ["'2' * '3'", 6],
    ['list * 2', undefined],
    ['7 / 2', 3],
    ['-7 / 2', -3],
    ['7 / 2.5', 2.8],
    ["'7' / 2", 3.5],
    ['1 / 0', undefined],
    ['7 % 3', 1],
    ['-7 % 3', -1],
    ["'7' % 3", 1],
    ['7 % 0', undefined],
    ['1 + 2 * 3 - -4', 11],
    ['8 - 4 - 2', 2],
  ]);
});
