import type { PolicyStatement } from '../template/plan.ts';
import { keysToBeNamed } from './condition-keys.ts';
import { holds, parseOperator } from './conditions.ts';
import { type Context, fillIn, matches, type Pattern, parsePattern } from './pattern.ts';
import { type Principal, principalMatch } from './principals.ts';

/**
 * One evaluator for the three kinds of policies in a template: IAM identity policies, resource policies (queues,
 * topics, keys) and IoT Core policies. They share one grammar and one rule: nothing is allowed unless a statement
 * allows it, and one Deny outweighs every Allow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export interface PolicyRequest {
  /** For example `sqs:SendMessage`. */
  action: string;
  /** The ARN that is acted on; for an action without a resource, `*`. */
  resource: string;
  context: Context;
  /** Who asks; only resource policies look at it. */
  principal?: Principal;
}

export type Decision = 'allowed' | 'denied';

/**
 * Decides over identity, IoT and resource statements together: either kind may allow, either may deny. This is how
 * AWS decides within one account, keys apart (`evaluateForKey`).
 */
export function evaluate(statements: readonly PolicyStatement[], request: PolicyRequest): Decision {
  let allowed = false;
  for (const statement of statements) {
    const reach = reachOf(statement, request);
    if (reach === 'none') continue;
    if (statement.effect === 'Deny') return 'denied';
    if (reach === 'direct') allowed = true;
  }
  return allowed ? 'allowed' : 'denied';
}

/**
 * Decides over a KMS key: identity policies count only if the key's policy hands the decision to the account.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function evaluateForKey(
  identity: readonly PolicyStatement[],
  keyPolicy: readonly PolicyStatement[],
  request: PolicyRequest,
): Decision {
  const delegated = keyPolicy.some(
    (statement) => statement.effect === 'Allow' && reachOf(statement, request) === 'account',
  );
  const counting = delegated ? identity : identity.filter((statement) => statement.effect === 'Deny');
  return evaluate([...counting, ...keyPolicy], request);
}

/** Whether a statement speaks of the request, and if it does so to the asking principal or only to its account. */
function reachOf(statement: PolicyStatement, request: PolicyRequest): 'direct' | 'account' | 'none' {
  const reach = statement.principals === undefined ? 'direct' : principalMatch(statement.principals, request.principal);
  if (reach === 'none') return 'none';
  const { actions, resources } = compile(statement);
  const action = request.action.toLowerCase();
  if (!actions.some((pattern) => matches(pattern, action))) return 'none';
  const resourceMatches = resources.some((pattern) => {
    const filled = fillIn(pattern, request.context);
    return filled !== undefined && matches(filled, request.resource);
  });
  return resourceMatches && conditionsHold(statement, request.context) ? reach : 'none';
}

function conditionsHold(statement: PolicyStatement, context: Context): boolean {
  const whenUnresolved = statement.effect === 'Deny';
  const named = new Set<string>();
  for (const [name, keys] of Object.entries(statement.conditions)) {
    const operator = parseOperator(name);
    if (operator === undefined) throw new TypeError(`condition operator ${name} is not known`);
    for (const [key, expected] of Object.entries(keys)) {
      named.add(key);
      if (!holds(operator, { key, expected, whenUnresolved }, context)) return false;
    }
  }
  return statement.effect === 'Deny' || namesWhatItMust(named, context);
}

function namesWhatItMust(named: ReadonlySet<string>, context: Context): boolean {
  for (const key of keysToBeNamed) {
    const carried = context[key];
    if (carried !== undefined && carried.length > 0 && !named.has(key)) return false;
  }
  return true;
}

interface Compiled {
  actions: Pattern[];
  resources: Pattern[];
}

// Parsed once a statement: the broker decides thousands of times a second over the same few. A statement never
// changes once it is read.
const compiled = new WeakMap<PolicyStatement, Compiled>();

function compile(statement: PolicyStatement): Compiled {
  const known = compiled.get(statement);
  if (known !== undefined) return known;
  const parsed = {
    actions: statement.actions.map((action) => parsePattern(action.toLowerCase())),
    resources: statement.resources.map((resource) => parsePattern(resource)),
  };
  compiled.set(statement, parsed);
  return parsed;
}
