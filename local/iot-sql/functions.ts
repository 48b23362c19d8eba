import type { Scope } from './scope.ts';
import { toInt, toText, type Value } from './values.ts';

interface SqlFunction {
  /** The numbers of arguments that it takes. */
  arity: readonly number[];
  apply(arguments_: readonly Value[], scope: Scope): Value;
}

/** What clientid() gives for a message that came over no MQTT connection. */
export const noClientId = 'n/a';

/**
 * The functions of AWS IoT SQL that the local runtime knows, by their names in lower case.
 * https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-functions.html
 */
export const functions = {
  topic: { arity: [0, 1], apply: (arguments_, { message }) => topic(message.topic, arguments_) },
  clientid: { arity: [0], apply: (_, { message }) => message.clientId ?? noClientId },
  principal: { arity: [0], apply: (_, { message }) => message.principal },
  timestamp: { arity: [0], apply: (_, { message }) => message.receivedAt },
  newuuid: { arity: [0], apply: (_, { message }) => message.newUuid() },
  // encode(*, …) is compiled on its own: the payload's bytes are no value.
  encode: { arity: [2], apply: ([value]) => onText(value, (text) => Buffer.from(text).toString('base64')) },
  upper: { arity: [1], apply: ([value]) => onText(value, (text) => text.toUpperCase()) },
  lower: { arity: [1], apply: ([value]) => onText(value, (text) => text.toLowerCase()) },
  startswith: { arity: [2], apply: ([value, start]) => onTexts(value, start, (a, b) => a.startsWith(b)) },
  endswith: { arity: [2], apply: ([value, end]) => onTexts(value, end, (a, b) => a.endsWith(b)) },
  isnull: { arity: [1], apply: ([value]) => value === null },
  isundefined: { arity: [1], apply: ([value]) => value === undefined },
} as const satisfies Record<string, SqlFunction>;

export type FunctionName = keyof typeof functions;

export const functionNames: readonly string[] = Object.keys(functions);

export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(functions, name);
}

/** The whole topic, or its nth segment, counted from 1; Undefined where there is none. */
function topic(whole: string, arguments_: readonly Value[]): Value {
  if (arguments_.length === 0) return whole;
  const segment = toInt(arguments_[0]);
  return segment === undefined ? undefined : whole.split('/')[segment - 1];
}

function onText(value: Value, apply: (text: string) => Value): Value {
  const text = toText(value);
  return text === undefined ? undefined : apply(text);
}

function onTexts(left: Value, right: Value, apply: (a: string, b: string) => Value): Value {
  return onText(left, (a) => onText(right, (b) => apply(a, b)));
}
