import { arnComponents } from './arn.ts';
import { type Context, fillIn, matches, parsePattern } from './pattern.ts';

/**
 * The operators of the `Condition` block that the local runtime knows. Any other is refused when the policy is read.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export interface Operator {
  compare: Comparison;
  /** A negated operator also holds for a request without the key. */
  negated: boolean;
  /** For keys with a list of values: must one of them hold, or all (which an absent key also satisfies)? */
  quantifier?: 'any' | 'all';
}

/** Whether a request's value fits a policy's; undefined when a variable of the policy has no value. */
type Comparison = (expected: string, actual: string, context: Context) => boolean | undefined;

const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: (expected, actual, context) => fits(expected, actual, context, { wildcards: false }),
  StringLike: (expected, actual, context) => fits(expected, actual, context, { wildcards: true }),
  ArnEquals: fitsArn,
  ArnLike: fitsArn,
  Bool: (expected, actual) => expected.toLowerCase() === actual.toLowerCase(),
};

const negations: Readonly<Record<string, string>> = { StringNotEquals: 'StringEquals', StringNotLike: 'StringLike' };

const quantifiers = { 'ForAnyValue:': 'any', 'ForAllValues:': 'all' } as const;

/** Reads an operator's name, e.g. `ForAnyValue:StringLike`; undefined for one that is not known. */
export function parseOperator(name: string): Operator | undefined {
  for (const [prefix, quantifier] of Object.entries(quantifiers)) {
    if (!name.startsWith(prefix)) continue;
    const single = parseSingle(name.slice(prefix.length));
    return single === undefined ? undefined : { ...single, quantifier };
  }
  return parseSingle(name);
}

function parseSingle(name: string): Operator | undefined {
  const positive = Object.hasOwn(negations, name) ? negations[name] : undefined;
  const compared = positive ?? name;
  const compare = Object.hasOwn(comparisons, compared) ? comparisons[compared] : undefined;
  return compare === undefined ? undefined : { compare, negated: positive !== undefined };
}

/** Whether an operator compares ARNs, so that its values must have the six parts of one. */
export function comparesArns(operator: Operator): boolean {
  return operator.compare === fitsArn;
}

/**
 * Whether one condition holds. A variable without a value fits nothing; under a negated operator it then decides
 * for the safe side, which `whenUnresolved` names: a Deny applies, an Allow does not.
 */
export function holds(
  operator: Operator,
  condition: { key: string; expected: readonly string[]; whenUnresolved: boolean },
  context: Context,
): boolean {
  const actual = Object.hasOwn(context, condition.key) ? context[condition.key] : undefined;
  const holdsFor = (value: string): boolean => {
    const outcomes = condition.expected.map((expected) => operator.compare(expected, value, context));
    if (!operator.negated) return outcomes.includes(true);
    if (outcomes.includes(true)) return false;
    return outcomes.includes(undefined) ? condition.whenUnresolved : true;
  };
  const values = actual === undefined ? [] : [actual].flat();
  if (operator.quantifier === 'any') return values.some(holdsFor);
  if (operator.quantifier === 'all') return values.every(holdsFor);
  return values.length === 0 ? operator.negated : values.every(holdsFor);
}

function fits(expected: string, actual: string, context: Context, options: { wildcards: boolean }) {
  const pattern = fillIn(parsePattern(expected, options), context);
  return pattern === undefined ? undefined : matches(pattern, actual);
}

/** Each of the six parts for itself: a wildcard does not reach over a colon. */
function fitsArn(expected: string, actual: string, context: Context): boolean | undefined {
  const actualParts = arnComponents(actual);
  const outcomes = arnComponents(expected).map((part, index) => {
    const actualPart = actualParts[index];
    return actualPart === undefined ? false : fits(part, actualPart, context, { wildcards: true });
  });
  if (outcomes.includes(undefined)) return undefined;
  return outcomes.length === actualParts.length && !outcomes.includes(false);
}
