// Goal: SELECT, FROM and WHERE make of a message what AWS' documentation says they make of it.
// Method: the documentation's own examples, each named by its page, and then what lies between them.
import { describe, expect, test } from 'vitest';
import { parseRule } from '../../../../local/iot-sql/rule.ts';
import { runSql, sqlVersion } from './run-sql.ts';

const redAndWarm = '{"color":"red", "temperature":50}';

describe('examples of AWS', () => {
  test.each([
    // https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-select.html
    ["SELECT * FROM 'topic/subtopic'", redAndWarm, { color: 'red', temperature: 50 }],
    ["SELECT color FROM 'topic/subtopic'", redAndWarm, { color: 'red' }],
    ["SELECT color AS my_color FROM 'topic/subtopic'", redAndWarm, { my_color: 'red' }],
    [
      "SELECT color as my_color, temperature as fahrenheit FROM 'topic/subtopic'",
      redAndWarm,
      { my_color: 'red', fahrenheit: 50 },
    ],
    ["SELECT *, 15 as speed FROM 'topic/subtopic'", redAndWarm, { color: 'red', temperature: 50, speed: 15 }],
    [
      "SELECT color.red as red_value FROM 'topic/subtopic'",
      '{"color":{"red":255,"green":0,"blue":0}, "temperature":50}',
      { red_value: 255 },
    ],
    [
      "SELECT (temperature - 32) * 5 / 9 AS celsius, upper(color) as my_color FROM 'topic/subtopic'",
      redAndWarm,
      { celsius: 10, my_color: 'RED' },
    ],
    // https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-reference.html
    [
      "SELECT color AS rgb FROM 'topic/subtopic' WHERE temperature > 50",
      '{"color":"red","temperature":100}',
      { rgb: 'red' },
    ],
    // https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-data-types.html
    ["SELECT NULL AS n FROM 'topic/subtopic'", '{}', { n: null }],
    ["SELECT foo, bar FROM 'topic/subtopic'", '{"foo": null}', { foo: null }],
    // https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-json.html
    ["SELECT temp FROM 'topic/#'", '{"temp":54.98,"coords":{"latitude":47.615694}}', { temp: 54.98 }],
  ])('%s of %s', (sql, payload, output) => {
    expect(runSql(sql, payload)).toEqual({ matched: true, output });
  });

  test('WHERE that is not true: no outgoing payload (iot-sql-where)', () => {
    const sql = "SELECT color AS my_color FROM 'topic/subtopic' WHERE temperature > 50 AND color <> 'red'";
    expect(runSql(sql, '{"color":"red", "temperature":40}')).toEqual({ matched: false });
  });

  test('WHERE sees the message and no alias of SELECT (iot-sql-where)', () => {
    expect(runSql("SELECT color AS c FROM 'a/b' WHERE c = 'red'", redAndWarm)).toEqual({ matched: false });
  });
});

describe('between the examples', () => {
  test.each([
    ['an item that is Undefined is left out', 'SELECT absent, a.b.c AS deep, 1 AS one', '{"a":{"b":7}}', { one: 1 }],
    ['later items win over * of the same name', 'SELECT *, 2 AS a', '{"a":1,"b":1}', { a: 2, b: 1 }],
    ['an Undefined item leaves the key of * alone', 'SELECT *, absent AS a', '{"a":1}', { a: 1 }],
    ['* may stand last', 'SELECT 2 AS c, *', '{"a":1}', { c: 2, a: 1 }],
    [
      'keys are case-sensitive, keywords are not',
      'select Color As c wHeRe nOt false',
      '{"color":1,"Color":2}',
      { c: 2 },
    ],
    ['no FROM: Basic Ingest only', 'SELECT 1 AS one', '{}', { one: 1 }],
    ['what has no JSON can be added to when it is empty', 'SELECT *, timestamp() AS t', '', { t: 1_481_825_251_155 }],
    ['inherited properties are no keys', 'SELECT constructor, a.length AS n', '{"a":[1]}', {}],
    ['an array is a value', 'SELECT list', '{"list":[1,{"a":null}]}', { list: [1, { a: null }] }],
  ])('%s', (_, sql, payload, output) => {
    expect(runSql(sql, payload)).toEqual({ matched: true, output });
  });

  test('__proto__ is a key like any other', () => {
    const evaluation = runSql('SELECT *, a AS __proto__', '{"a":{"evil":1}}');
    expect(JSON.stringify(evaluation)).toBe('{"matched":true,"output":{"a":{"evil":1},"__proto__":{"evil":1}}}');
    expect(JSON.stringify(runSql('SELECT *', '{"__proto__":5}'))).toBe('{"matched":true,"output":{"__proto__":5}}');
  });

  test.each(["'true'", '1', 'null', 'absent', 'false'])('WHERE %s is not true', (condition) => {
    expect(runSql(`SELECT * FROM 'a/b' WHERE ${condition}`, '{}')).toEqual({ matched: false });
  });

  test('the topic filter is handed out', () => {
    expect(parseRule("SELECT * FROM '$aws/events/presence/+/+'", sqlVersion).topicFilter).toBe(
      '$aws/events/presence/+/+',
    );
    expect(parseRule('SELECT *', sqlVersion).topicFilter).toBeUndefined();
  });
});
