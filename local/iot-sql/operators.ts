import type { BinaryOperator } from './ast.ts';
import { finite, isObject, toBoolean, toDecimal, toText, type Value } from './values.ts';

/**
 * What each operator does with any two values, row by row as AWS tabulates it; never throws.
 * https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-operators.html
 */
export const operators: Record<BinaryOperator, (left: Value, right: Value) => Value> = {
  // An operand that is no boolean makes the whole Undefined, even beside `false AND` or `true OR`.
  AND: (left, right) => onBooleans(left, right, (a, b) => a && b),
  OR: (left, right) => onBooleans(left, right, (a, b) => a || b),
  '=': equal,
  '<>': (left, right) => not(equal(left, right)),
  '<': ordering((a, b) => a < b),
  '<=': ordering((a, b) => a <= b),
  '>': ordering((a, b) => a > b),
  '>=': ordering((a, b) => a >= b),
  '+': add,
  '-': arithmetic((a, b) => a - b),
  '*': arithmetic((a, b) => a * b),
  '/': divide,
  '%': arithmetic((a, b) => a % b),
};

export function not(value: Value): Value {
  const boolean = toBoolean(value);
  return boolean === undefined ? undefined : !boolean;
}

/** `x IN (a, b)` is `x = a OR x = b`. */
export function isIn(value: Value, candidates: readonly Value[]): Value {
  return candidates
    .map((candidate) => equal(value, candidate))
    .reduce((found, next) => onBooleans(found, next, (a, b) => a || b));
}

/** No conversions: values of different types are not equal. Undefined makes the result Undefined. */
function equal(left: Value, right: Value): Value {
  if (left === undefined || right === undefined) return undefined;
  return sameJson(left, right);
}

function sameJson(left: Value, right: Value): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => sameJson(item, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return left === right;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key], right[key]));
}

function onBooleans(left: Value, right: Value, combine: (a: boolean, b: boolean) => boolean): Value {
  const a = toBoolean(left);
  const b = toBoolean(right);
  return a === undefined || b === undefined ? undefined : combine(a, b);
}

function ordering(compare: (a: number, b: number) => boolean) {
  return (left: Value, right: Value): Value => {
    const a = toDecimal(left);
    const b = toDecimal(right);
    return a === undefined || b === undefined ? undefined : compare(a, b);
  };
}

function arithmetic(compute: (a: number, b: number) => number) {
  return (left: Value, right: Value): Value => {
    const a = toDecimal(left);
    const b = toDecimal(right);
    return a === undefined || b === undefined ? undefined : finite(compute(a, b));
  };
}

function add(left: Value, right: Value): Value {
  if (typeof left !== 'string' && typeof right !== 'string') return arithmetic((a, b) => a + b)(left, right);
  const a = toText(left);
  const b = toText(right);
  return a === undefined || b === undefined ? undefined : a + b;
}

/** Int by Int gives an Int. */
function divide(left: Value, right: Value): Value {
  const whole = Number.isInteger(left) && Number.isInteger(right);
  return arithmetic((a, b) => (whole ? Math.trunc(a / b) : a / b))(left, right);
}
