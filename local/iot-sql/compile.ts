import type { Expression } from './ast.ts';
import { functions } from './functions.ts';
import { isIn, not, operators } from './operators.ts';
import type { Scope } from './scope.ts';
import { isObject, type Value } from './values.ts';

export type Evaluator = (scope: Scope) => Value;

/** Turns a tree into one function, once, when the rule is read. What it returns never throws. */
export function compile(expression: Expression): Evaluator {
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'path':
      return compilePath(expression.keys);
    case 'payload':
      return ({ message }) => message.payload.toString('base64');
    case 'call':
      return compileCall(expression);
    case 'not': {
      const operand = compile(expression.operand);
      return (scope) => not(operand(scope));
    }
    case 'binary': {
      const apply = operators[expression.operator];
      const left = compile(expression.left);
      const right = compile(expression.right);
      return (scope) => apply(left(scope), right(scope));
    }
    case 'in': {
      const operand = compile(expression.operand);
      const candidates = expression.candidates.map(compile);
      return (scope) =>
        isIn(
          operand(scope),
          candidates.map((candidate) => candidate(scope)),
        );
    }
  }
}

/** A key that is missing, or under something that is no object, is Undefined, and so is any in a payload without JSON. */
function compilePath(keys: readonly string[]): Evaluator {
  return (scope) => {
    const document = scope.document();
    let value: Value = document.kind === 'json' ? document.value : undefined;
    for (const key of keys) {
      if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
      value = value[key];
    }
    return value;
  };
}

function compileCall({ name, arguments: [first, ...rest] }: Extract<Expression, { kind: 'call' }>): Evaluator {
  // encode(*, 'base64') is of the bytes, JSON or not; base64 is the only encoding that there is.
  if (first?.kind === 'payload') return compile(first);
  const { apply } = functions[name];
  const evaluators = (first === undefined ? [] : [first, ...rest]).map(compile);
  return (scope) =>
    apply(
      evaluators.map((evaluator) => evaluator(scope)),
      scope,
    );
}

/** Whether evaluating needs the payload as JSON. `encode(*, …)` does not. */
export function readsDocument(expression: Expression): boolean {
  switch (expression.kind) {
    case 'literal':
    case 'payload':
      return false;
    case 'path':
      return true;
    case 'call':
      return expression.arguments.some(readsDocument);
    case 'not':
      return readsDocument(expression.operand);
    case 'binary':
      return readsDocument(expression.left) || readsDocument(expression.right);
    case 'in':
      return readsDocument(expression.operand) || expression.candidates.some(readsDocument);
  }
}
