// Goal: the functions give what AWS documents for them.
// Method: the examples of https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-functions.html, then the edges.
import { describe, expect, test } from 'vitest';
import { evaluate, parseRule } from '../../../../local/iot-sql/rule.ts';
import { message as gateMessage, sqlVersion, valueFrom } from './run-sql.ts';

describe('examples of AWS', () => {
  test.each([
    ['clientid()', '123456789012', { clientId: '123456789012' }],
    ['principal()', 'ba67293af50bf2506f5f93469686da660c7c844e7b3950bfb16813e0d31e9373', {}],
    ['timestamp()', 1_481_825_251_155, { receivedAt: 1_481_825_251_155 }],
    ['newuuid()', '123a4567-b89c-12d3-e456-789012345000', {}],
    ['topic()', 'things/myThings/thingOne', { topic: 'things/myThings/thingOne' }],
    ['topic(1)', 'things', { topic: 'things/myThings/thingOne' }],
    ['topic(3)', 'Floor2', { topic: 'Buildings/Building5/Floor2/Room201/Lights' }],
    ['endswith("cat","at")', true, {}],
    ['startswith("ranger","ran")', true, {}],
    ['isNull(5)', false, {}],
    ['isNull(Null)', true, {}],
    ['isUndefined(5)', false, {}],
    ['lower("HELLO")', 'hello', {}],
  ])('%s = %s', (expression, expected, rest) => {
    expect(valueFrom(expression, '{}', rest)).toBe(expected);
  });

  test('lower(["HELLO"]) works on the JSON text', () => {
    expect(valueFrom('lower(a)', '{"a":["HELLO"]}')).toBe('["hello"]');
  });
});

describe('edges', () => {
  test('a message that came over no MQTT connection', () => {
    const { clientId, principal, ...message } = gateMessage('{}');
    expect(evaluate(parseRule('SELECT clientid() AS c, principal() AS p', sqlVersion), message)).toEqual({
      matched: true,
      output: { c: 'n/a' },
    });
  });

  test.each([
    ['topic(0)', undefined],
    ['topic(9)', undefined],
    ['topic(-1)', undefined],
    ["topic('2')", 'b'],
    ['topic(1.5)', 'b'],
    ["topic('1.9')", 'a'],
    ['topic(absent)', undefined],
    ['TOPIC(2)', 'b'],
    ["encode('hi€', 'base64')", Buffer.from('hi€').toString('base64')],
    ["encode(5, 'base64')", Buffer.from('5').toString('base64')],
    ["encode(absent, 'base64')", undefined],
    ["encode(NULL, 'base64')", undefined],
    ['upper(true)', 'TRUE'],
    ['upper(NULL)', undefined],
    ["startswith(123, '12')", true],
    ["startswith(absent, 'a')", undefined],
    ["endswith('a', NULL)", undefined],
    ['isundefined(absent)', true],
    ['isundefined(NULL)', false],
    ['isnull(absent)', false],
  ])('%s = %s', (expression, expected) => {
    expect(valueFrom(expression)).toBe(expected);
  });
});
