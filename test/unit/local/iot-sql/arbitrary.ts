import fc from 'fast-check';
import type { Expression, SelectItem, Statement } from '../../../../local/iot-sql/ast.ts';
import { isReserved } from '../../../../local/iot-sql/cursor.ts';

/** Few names, so that keys of payloads and paths of statements meet. */
const name = fc.oneof(
  fc.constantFrom('a', 'b', 'value', 'topic', '__proto__', 'constructor'),
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/).filter((word) => !isReserved(word)),
);

const literal: fc.Arbitrary<Expression> = fc
  .oneof(
    fc.constantFrom(null, true, false),
    fc.integer(),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((number) => Number(number.toFixed(3)) || 0),
    fc.string().filter((text) => !text.includes('\\') && !(text.includes("'") && text.includes('"'))),
  )
  .map((value) => ({ kind: 'literal', value }));

const path: fc.Arbitrary<Expression> = fc
  .array(name, { minLength: 1, maxLength: 3 })
  .map((keys) => ({ kind: 'path', keys }));

const base64: Expression = { kind: 'literal', value: 'base64' };

const expression: fc.Arbitrary<Expression> = fc.letrec<{ any: Expression }>((tie) => {
  const any = tie('any');
  return {
    any: fc.oneof(
      { maxDepth: 5, depthIdentifier: 'expression' },
      literal,
      path,
      fc.constantFrom<Expression>(
        { kind: 'call', name: 'topic', arguments: [] },
        { kind: 'call', name: 'clientid', arguments: [] },
        { kind: 'call', name: 'encode', arguments: [{ kind: 'payload' }, base64] },
      ),
      any.map((value): Expression => ({ kind: 'call', name: 'encode', arguments: [value, base64] })),
      fc
        .tuple(fc.constantFrom('topic', 'upper', 'lower', 'isnull', 'isundefined'), any)
        .map(([call, value]): Expression => ({ kind: 'call', name: call, arguments: [value] })),
      fc
        .tuple(fc.constantFrom('startswith', 'endswith'), any, any)
        .map(([call, left, right]): Expression => ({ kind: 'call', name: call, arguments: [left, right] })),
      any.map((operand): Expression => ({ kind: 'not', operand })),
      fc
        .tuple(fc.constantFrom('AND', 'OR', '=', '<>', '<', '<=', '>', '>=', '+', '-', '*', '/', '%'), any, any)
        .map(([operator, left, right]): Expression => ({ kind: 'binary', operator, left, right })),
      fc
        .tuple(any, fc.array(any, { minLength: 1, maxLength: 3 }))
        .map(([operand, candidates]): Expression => ({ kind: 'in', operand, candidates })),
    ),
  };
}).any;

/** An expression whose value is a boolean or Undefined. */
export const condition: fc.Arbitrary<Expression> = expression.filter(
  ({ kind, ...rest }) =>
    kind === 'not' ||
    kind === 'in' ||
    (kind === 'binary' && 'operator' in rest && !['+', '-', '*', '/', '%'].includes(rest.operator)),
);

/** `SELECT value …` is AWS' SELECT VALUE, which is refused. */
function startsWithValue(first: Expression): boolean {
  return first.kind === 'path' && first.keys[0]?.toLowerCase() === 'value';
}

export const statement: fc.Arbitrary<Statement> = fc
  .record(
    {
      items: fc.uniqueArray(
        fc.oneof(
          fc.constant<SelectItem>({ kind: 'all' }),
          fc.record({ kind: fc.constant('named' as const), name, expression }),
        ),
        { minLength: 1, maxLength: 4, selector: (item) => (item.kind === 'all' ? '*' : item.name) },
      ),
      topicFilter: fc.constantFrom('a/b', '+/#', '$aws/events/presence/+/+'),
      where: condition,
    },
    { requiredKeys: ['items'] },
  )
  .filter(({ items: [first] }) => !(first?.kind === 'named' && startsWithValue(first.expression)));

/** JSON with the names that statements ask for, and bytes that are none. */
export const payload: fc.Arbitrary<Buffer> = fc.oneof(
  fc
    .letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, false, 'true', '12', '5E-12', 0, -1.5, 1e300, '\ud800'),
        fc.string(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(name, tie('value'), { maxKeys: 4 }),
      ),
    }))
    .value.map((value) => Buffer.from(JSON.stringify(value))),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
);
