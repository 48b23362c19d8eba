import type { Expression } from './ast.ts';
import { type Cursor, isReserved } from './cursor.ts';
import { type FunctionName, functionNames, functions, isFunctionName } from './functions.ts';
import type { Token } from './lexer.ts';
import { quoted, refuse } from './refuse.ts';

/**
 * Parses one expression. From loosest to tightest: OR, AND, NOT, one comparison or IN, + and -, * and / and %.
 * @throws UsageError
 */
export function parseExpression(cursor: Cursor): Expression {
  return cursor.nested(() => {
    let left = parseConjunction(cursor);
    while (cursor.takeKeyword('OR')) left = binary('OR', left, parseConjunction(cursor));
    return left;
  });
}

function parseConjunction(cursor: Cursor): Expression {
  let left = parseNegation(cursor);
  while (cursor.takeKeyword('AND')) left = binary('AND', left, parseNegation(cursor));
  return left;
}

function parseNegation(cursor: Cursor): Expression {
  if (!cursor.takeKeyword('NOT')) return parseComparison(cursor);
  return { kind: 'not', operand: cursor.nested(() => parseNegation(cursor)) };
}

function parseComparison(cursor: Cursor): Expression {
  const left = parseSum(cursor);
  const operator = cursor.takeSymbol('=', '<>', '<', '<=', '>', '>=');
  if (operator !== undefined) return binary(operator, left, parseSum(cursor));
  if (cursor.takeKeyword('IN')) return { kind: 'in', operand: left, candidates: parseList(cursor) };
  if (cursor.takeKeyword('NOT')) {
    if (!cursor.takeKeyword('IN')) cursor.refuseNext('IN');
    return { kind: 'not', operand: { kind: 'in', operand: left, candidates: parseList(cursor) } };
  }
  return left;
}

function parseList(cursor: Cursor): Expression[] {
  cursor.expectSymbol('(');
  const items = [parseExpression(cursor)];
  while (cursor.takeSymbol(',')) items.push(parseExpression(cursor));
  cursor.expectSymbol(')');
  return items;
}

function parseSum(cursor: Cursor): Expression {
  let left = parseProduct(cursor);
  for (;;) {
    const operator = cursor.takeSymbol('+', '-');
    if (operator === undefined) return left;
    left = binary(operator, left, parseProduct(cursor));
  }
}

function parseProduct(cursor: Cursor): Expression {
  let left = parsePrimary(cursor);
  for (;;) {
    const operator = cursor.takeSymbol('*', '/', '%');
    if (operator === undefined) return left;
    left = binary(operator, left, parsePrimary(cursor));
  }
}

function parsePrimary(cursor: Cursor): Expression {
  if (cursor.takeSymbol('(')) {
    if (cursor.isNext('SELECT')) {
      refuse(cursor.peek().position, 'a nested SELECT is not supported by the local runtime');
    }
    const inner = parseExpression(cursor);
    cursor.expectSymbol(')');
    return inner;
  }
  const constant = cursor.takeKeyword('NULL', 'TRUE', 'FALSE');
  if (constant !== undefined) return { kind: 'literal', value: constant === 'NULL' ? null : constant === 'TRUE' };
  const negative = cursor.takeSymbol('-') !== undefined;
  const { kind, text } = cursor.peek();
  if (kind === 'number') return { kind: 'literal', value: numberOf(cursor.next(), negative) };
  if (negative) cursor.refuseNext('a number');
  if (kind === 'string') return { kind: 'literal', value: cursor.next().text };
  if (kind !== 'word' || isReserved(text)) return cursor.refuseNext('an expression');
  const word = cursor.next();
  return cursor.takeSymbol('(') ? parseCall(cursor, word) : parsePath(cursor, word);
}

/** The local runtime counts in doubles, AWS in 34 digits: what does not fit is refused, not rounded. */
function numberOf({ text, position }: Token, negative: boolean): number {
  const value = Number(text);
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) refuse(position, `the number ${quoted(text)} is too large`);
  return negative && value !== 0 ? -value : value;
}

function parsePath(cursor: Cursor, first: Token): Expression {
  const keys = [first.text];
  while (cursor.takeSymbol('.')) {
    const { kind, text } = cursor.peek();
    if (kind !== 'word' || isReserved(text)) cursor.refuseNext('the name of a key');
    keys.push(cursor.next().text);
  }
  return { kind: 'path', keys };
}

function parseCall(cursor: Cursor, { text, position }: Token): Expression {
  const name = text.toLowerCase();
  if (!isFunctionName(name)) {
    return refuse(
      position,
      `the function ${quoted(text)} is not supported by the local runtime (it knows ${functionNames.join(', ')})`,
    );
  }
  const arguments_ = parseArguments(cursor, name);
  const arity: readonly number[] = functions[name].arity;
  if (!arity.includes(arguments_.length)) {
    refuse(position, `${name}() takes ${arity.join(' or ')} arguments, not ${arguments_.length}`);
  }
  if (name === 'encode') checkEncoding(arguments_[1], position);
  return { kind: 'call', name, arguments: arguments_ };
}

function parseArguments(cursor: Cursor, name: FunctionName): Expression[] {
  const arguments_: Expression[] = [];
  if (cursor.takeSymbol(')')) return arguments_;
  do {
    // `*` is the raw payload for encode() alone; anywhere else AWS gives it no meaning as an argument.
    const payload = name === 'encode' && arguments_.length === 0 && cursor.takeSymbol('*');
    arguments_.push(payload ? { kind: 'payload' } : parseExpression(cursor));
  } while (cursor.takeSymbol(','));
  cursor.expectSymbol(')');
  return arguments_;
}

function checkEncoding(scheme: Expression | undefined, position: number): void {
  if (scheme?.kind === 'literal' && scheme.value === 'base64') return;
  refuse(position, "encode() needs the literal 'base64' as its second argument");
}

function binary(
  operator: Extract<Expression, { kind: 'binary' }>['operator'],
  left: Expression,
  right: Expression,
): Expression {
  return { kind: 'binary', operator, left, right };
}
