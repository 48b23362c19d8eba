// Goal: what the local runtime would not evaluate as AWS does is refused when the rule is read, by name and position.
// Method: a table of statements that are valid on AWS, or mistakes, each with the words that its refusal must hold.
import { expect, test } from 'vitest';
import { UsageError } from '../../../../domain/errors.ts';
import { parseRule } from '../../../../local/iot-sql/rule.ts';
import { sqlVersion } from './run-sql.ts';

function refusalOf(sql: string, version = sqlVersion): string {
  try {
    parseRule(sql, version);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return String(error instanceof Error && error.message);
  }
  throw new Error(`not refused: ${sql}`);
}

test.each([
  [
    "SELECT get_thing_shadow('t','r').state AS s FROM 'a'",
    'position 8: the function "get_thing_shadow" is not supported',
  ],
  ['SELECT aws_lambda(1) AS s', '"aws_lambda"'],
  ['SELECT constructor() AS s', '"constructor"'],
  ["SELECT CASE a WHEN 1 THEN 2 ELSE 3 END AS x FROM 'a'", 'position 8: CASE is not supported'],
  ["SELECT cast(a AS Int) AS x FROM 'a'", 'position 8: CAST is not supported'],
  ["SELECT (SELECT v FROM e) AS x FROM 'a'", 'position 9: a nested SELECT'],
  ["SET @a = 1 SELECT a FROM 'a'", 'position 5: variables'],
  ['SET a', 'position 1: SET is not supported'],
  ['SELECT VALUE a', 'position 8: SELECT VALUE'],
  ["SELECT a FROM 'x' JOIN 'y'", 'position 19: JOIN is not supported'],
  ["SELECT a FROM 'x', 'y'", 'position 18: "," stands where WHERE or the end should'],
  ["SELECT a FROM 'x' y", 'position 19: "y"'],
  ["SELECT a FROM 'x' WHERE a ORDER BY a", 'position 27: ORDER'],
  ['SELECT a FROM "x"', 'single quotes'],
  ['SELECT a FROM x', 'single quotes'],
  ['SELECT [a] AS l', 'array literals'],
  ["SELECT {'a': 1} AS o", 'object literals'],
  ['SELECT a WHERE a != 1', 'position 18: AWS IoT SQL writes "not equal" as <>'],
  ['SELECT a -- comment', 'position 10: AWS IoT SQL has no comments'],
  ['SELECT (a OR b c) AS x', 'position 16: "c"'],
  ['SELECT a AS "b"', 'position 13'],
  ['SELECT `a`', 'no quoted names'],
  ['SELECT a AS b.c', 'nested name'],
  ['SELECT * AS event', 'position 10'],
  ['SELECT timestamp()', 'needs a name'],
  ['SELECT a.b', 'needs a name'],
  ['SELECT 1', 'needs a name'],
  ['SELECT a, b AS a', '"a" is selected twice'],
  ['SELECT *, *', '"*" is selected twice'],
  ['SELECT a.from AS b', 'the name of a key'],
  ['SELECT a[0] AS b', 'array literals'],
  ["SELECT 'it''s' AS b", 'position 12'],
  ["SELECT 'a\\'b' AS b", 'documents no escapes'],
  ["SELECT 'open AS b", 'a string has no end'],
  ['SELECT -a AS b', 'a number'],
  ['SELECT 9007199254740993 AS b', 'too large'],
  ['SELECT 1e999 AS b', 'too large'],
  ['SELECT a = b = c AS b', 'position 14'],
  ['SELECT a IN () AS b', 'an expression'],
  ['SELECT a IN b AS b', '"("'],
  ['SELECT encode(*) AS b', 'encode() takes 2 arguments, not 1'],
  ["SELECT encode(*, 'hex') AS b", "'base64'"],
  ['SELECT encode(*, a) AS b', "'base64'"],
  ['SELECT upper(*) AS b', 'position 14: "*"'],
  ['SELECT topic(1, 2) AS b', 'topic() takes 0 or 1 arguments, not 2'],
  ['SELECT a WHERE', 'the statement ends'],
  ['SELECT a, FROM', 'position 11: "FROM"'],
  ['SELECT', 'the statement ends'],
  ['', 'the statement ends where SELECT should stand'],
  ['UPDATE x', 'position 1: "UPDATE"'],
  ['SELECT a;', 'the character ";"'],
  ['SELECT a \u2013 b AS c', 'the character "\\u2013"'],
  [`SELECT ${'('.repeat(100)}a${')'.repeat(100)} AS b`, 'nested deeper than 64'],
  [`SELECT ${'NOT '.repeat(100)}a AS b`, 'nested deeper than 64'],
  [`SELECT a AS ${'b'.repeat(9_000)}`, 'more than 8192 characters'],
])('%.60s', (sql, words) => {
  const refusal = refusalOf(sql);
  expect(refusal).toContain(words);
  expect(refusal).toMatch(/^IoT SQL, position \d+: [ -~…]+\.$/);
});

test.each(['2015-10-08', 'beta', '', '2016-03-23\n'])('SQL version %j', (version) => {
  expect(refusalOf('SELECT *', version)).toMatch(/^IoT SQL version ".*" is not supported: set it to "2016-03-23"\.$/);
});
