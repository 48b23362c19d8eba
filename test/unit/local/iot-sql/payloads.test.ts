// Goal: a payload that is no JSON, or JSON that we could only hand on altered, is never silently changed.
// Method: https://docs.aws.amazon.com/iot/latest/developerguide/binary-payloads.html and hostile bytes.
import { describe, expect, test } from 'vitest';
import { runSql } from './run-sql.ts';

const bytes = Buffer.from([0xff, 0x00, 0x7b, 0xc3]);
const whole = "SELECT encode(*, 'base64') AS data, timestamp() AS ts FROM 'topic/subtopic'";

describe('bytes that are no JSON', () => {
  test.each([bytes, Buffer.from('{"a":'), Buffer.from('80'), Buffer.from('"text"'), Buffer.from('null')])(
    'SELECT * gives %o as they are',
    (payload) => {
      expect(runSql("SELECT * FROM 'topic/subtopic'", payload)).toEqual({ matched: true, output: payload });
      expect(runSql("SELECT * FROM 'a' WHERE timestamp() % 12 >= 0", payload)).toEqual({
        matched: true,
        output: payload,
      });
    },
  );

  test.each([bytes, Buffer.from(''), Buffer.from(' { "a" : 1.0 } '), Buffer.from('1e999')])(
    "encode(*, 'base64') gives the raw bytes of %o",
    (payload) => {
      const output = { data: payload.toString('base64'), ts: 1_481_825_251_155 };
      expect(runSql(whole, payload)).toEqual({ matched: true, output });
    },
  );

  test('invalid UTF-8 within JSON is no JSON: nothing becomes U+FFFD', () => {
    const payload = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3]), Buffer.from('"}')]);
    expect(runSql('SELECT *', payload)).toEqual({ matched: true, output: payload });
  });

  test('a key in WHERE is Undefined', () => {
    expect(runSql("SELECT * FROM 'topic/subtopic' WHERE device_type = 'thermostat'", bytes)).toEqual({
      matched: false,
    });
  });

  test.each(['SELECT a', 'SELECT *, 1 AS one', "SELECT encode(a, 'base64') AS x"])('%s is an SQL error', (sql) => {
    expect(runSql(sql, bytes)).toEqual({ failed: expect.stringContaining('not a JSON object') });
    if (sql !== 'SELECT a') return;
    expect(runSql(sql, '[1]')).toEqual({ failed: expect.stringContaining('JSON array') });
  });
});

describe('JSON that a double or the stack can not hold', () => {
  const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
  test.each(['{"a":1e999}', '{"a":[{"b":-1E+400}]}', '{"a":12345678901234567890}', `{"a":${deep}}`])(
    'fails as an SQL error rather than altered: %.30s',
    (payload) => {
      for (const sql of ['SELECT *', 'SELECT b', 'SELECT 1 AS one WHERE a = 1']) {
        expect(runSql(sql, payload)).toEqual({ failed: expect.stringMatching(/^the payload has /) });
      }
      expect(runSql(whole, payload)).toMatchObject({ matched: true });
    },
  );
});
