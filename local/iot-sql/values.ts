/**
 * A value of AWS IoT SQL: JSON's, and Undefined. Int and Decimal are one type here: in SQL version 2016-03-23 a whole
 * number is an Int, however it was written.
 * https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-data-types.html
 */
export type Value = undefined | null | boolean | number | string | Value[] | ObjectValue;
export interface ObjectValue {
  [key: string]: Value;
}

/** Strings that AWS converts to a Decimal of themselves. */
const decimal = /^-?\d+(\.\d+)?(E-?\d+)?$/i;

/** A number, from a number or a numeric string; Undefined from anything else (from Null too: no operator takes it). */
export function toDecimal(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !decimal.test(value)) return undefined;
  return finite(Number(value));
}

/** Decimal rounded to the nearest Int; a string is truncated instead (AWS: conversions "To Int"). */
export function toInt(value: Value): number | undefined {
  const number = toDecimal(value);
  if (number === undefined) return undefined;
  return typeof value === 'string' ? Math.trunc(number) : Math.round(number);
}

export function toBoolean(value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const lower = value.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

/** Null and Undefined have no text; arrays and objects are serialised to JSON. */
export function toText(value: Value): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What a double can not hold (an overflow, a division by zero) is Undefined. */
export function finite(number: number): number | undefined {
  return Number.isFinite(number) ? number : undefined;
}

export function isObject(value: Value): value is ObjectValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
