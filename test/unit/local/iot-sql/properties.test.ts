// Goal: laws that hold for every statement and every payload.
// Method: fast-check draws trees, text and payloads; a failure prints its seed and the smallest example.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UsageError } from '../../../../domain/errors.ts';
import { compile } from '../../../../local/iot-sql/compile.ts';
import { evaluate, parseRule } from '../../../../local/iot-sql/rule.ts';
import { createScope } from '../../../../local/iot-sql/scope.ts';
import { parseStatement } from '../../../../local/iot-sql/statement.ts';
import { condition, payload, statement } from './arbitrary.ts';
import { printStatement } from './print.ts';
import { message, sqlVersion } from './run-sql.ts';

test('a tree that is printed and parsed again is the same tree', () => {
  fc.assert(
    fc.property(statement, (tree) => {
      expect(parseStatement(printStatement(tree))).toEqual(tree);
    }),
  );
});

/** Fragments of SQL in random order come much further into the parser than random text. */
const fragments = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'SELECT',
        'FROM',
        "'a/b'",
        'WHERE',
        'AS',
        'a',
        'NOT',
        'IN',
        '(',
        ')',
        ',',
        '*',
        '-',
        '1',
        '.',
        '=',
      ),
      fc.constantFrom('encode(', "'base64'", 'topic()', 'AND', 'CASE', '"', "'", '$', 'NULL', '1e9', '<>', '\n'),
    ),
    { maxLength: 30 },
  )
  .map((parts) => `SELECT ${parts.join(' ')}`);

const randomBytes = fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('utf8'));

test('whatever stands for SQL is read or refused in one line', () => {
  fc.assert(
    fc.property(fc.oneof(fragments, randomBytes, fc.string({ unit: 'binary' })), (sql) => {
      try {
        parseRule(sql, sqlVersion);
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
        expect(String(error)).toMatch(/^UsageError: IoT SQL, position \d+: [ -~…]+\.$/);
      }
    }),
    { numRuns: 300 },
  );
});

test('a condition is true, false or Undefined for every payload', () => {
  fc.assert(
    fc.property(condition, payload, (tree, bytes) => {
      expect([true, false, undefined]).toContain(compile(tree)(createScope(message(bytes))));
    }),
    { numRuns: 300 },
  );
});

test('evaluating gives one outcome for every statement and payload, and what matches is JSON or the bytes', () => {
  fc.assert(
    fc.property(statement, payload, (tree, bytes) => {
      const evaluation = evaluate(parseRule(printStatement(tree), sqlVersion), message(bytes));
      if ('failed' in evaluation) expect(evaluation.failed).toMatch(/^the payload /);
      if (!('output' in evaluation) || Buffer.isBuffer(evaluation.output)) return;
      const { output } = evaluation;
      expect(JSON.stringify(JSON.parse(JSON.stringify(output)))).toBe(JSON.stringify(output));
    }),
    { numRuns: 300 },
  );
});

test('SELECT * hands on what was published, unchanged', () => {
  const rule = parseRule('SELECT *', sqlVersion);
  fc.assert(
    fc.property(payload, (bytes) => {
      const evaluation = evaluate(rule, message(bytes));
      if (!('output' in evaluation)) return;
      const { output } = evaluation;
      if (Buffer.isBuffer(output)) expect(output).toEqual(bytes);
      else expect(Buffer.from(JSON.stringify(output)).toString()).toBe(JSON.stringify(JSON.parse(bytes.toString())));
    }),
  );
});
