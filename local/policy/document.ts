import * as z from 'zod';
import type { PolicyStatement } from '../template/plan.ts';
import { arnComponents } from './arn.ts';
import { isSuppliedKey, multivaluedKeys } from './condition-keys.ts';
import { comparesArns, parseOperator } from './conditions.ts';
import { parsePattern, variablesOf } from './pattern.ts';

/**
 * Reads policy documents as CloudFormation writes them (intrinsics already resolved) into statements that
 * `evaluate` understands. Strict: whatever the evaluator would not act on is refused here, by its path.
 */
const oneOrMore = <T extends z.ZodType>(one: T) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(one).min(1));

const action = z.string().regex(/^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/, 'is no action such as sqs:SendMessage');

const resource = z.string().superRefine((text, refusal) => {
  checkVariables(text, refusal);
  if (text === '*') return;
  const components = arnComponents(text);
  if (components.length < 6 || components[0] !== 'arn') refusal.addIssue(`${text} is no ARN`);
  // AWS lets a `*` reach over a colon only at the end of a part; here it would reach over it everywhere.
  else if (components.slice(1, 5).some((part) => /\*[^*]/.test(part))) {
    refusal.addIssue(`${text}: a * inside one of the first five parts is not known to the local runtime`);
  }
});

function checkVariables(text: string, refusal: z.RefinementCtx): void {
  try {
    for (const variable of variablesOf(parsePattern(text))) {
      if (!isSuppliedKey(variable)) refusal.addIssue(`variable \${${variable}} is not known to the local runtime`);
    }
  } catch (error) {
    refusal.addIssue(error instanceof Error ? error.message : String(error));
  }
}

const conditionValue = z.preprocess((value) => (typeof value === 'boolean' ? String(value) : value), z.string());

const conditions = z
  .record(z.string(), z.record(z.string(), oneOrMore(conditionValue)))
  .superRefine((byOperator, refusal) => {
    for (const [name, keys] of Object.entries(byOperator)) {
      for (const [key, values] of Object.entries(keys)) {
        for (const message of conditionProblems(name, key, values, refusal)) {
          refusal.addIssue({ code: 'custom', path: [name, key], message });
        }
      }
      if (parseOperator(name) === undefined) {
        refusal.addIssue({ code: 'custom', message: `condition operator ${name} is not known to the local runtime` });
      }
    }
  });

function* conditionProblems(name: string, key: string, values: string[], refusal: z.RefinementCtx) {
  const operator = parseOperator(name);
  if (!isSuppliedKey(key)) yield `condition key ${key} is not known to the local runtime`;
  if (operator === undefined) return;
  if (multivaluedKeys.has(key) && operator.quantifier === undefined) yield `${key} needs ForAnyValue: or ForAllValues:`;
  for (const value of values) {
    checkVariables(value, refusal);
    if (comparesArns(operator) && arnComponents(value).length < 6) yield `${value} is no ARN`;
  }
}

const principals = z.preprocess(
  (value) => (value === '*' ? { AWS: '*' } : value),
  z.strictObject({ AWS: oneOrMore(z.string()).optional(), Service: oneOrMore(z.string()).optional() }),
);

const common = {
  /** A name for people; nothing acts on it. */
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore(action),
  Condition: conditions.optional(),
};

const identityStatement = z
  .strictObject({ ...common, Resource: oneOrMore(resource) })
  .transform((read): PolicyStatement => statement(read, read.Resource));

const resourceStatement = z
  .strictObject({ ...common, Resource: oneOrMore(resource), Principal: principals })
  .transform((read): PolicyStatement => ({ ...statement(read, read.Resource), principals: listed(read.Principal) }));

const trustStatement = z
  .strictObject({ ...common, Action: z.literal('sts:AssumeRole'), Principal: principals })
  .transform((read): PolicyStatement => {
    return { ...statement({ ...read, Action: [read.Action] }, ['*']), principals: listed(read.Principal) };
  });

function statement(
  read: {
    Effect: PolicyStatement['effect'];
    Action: string[];
    Condition?: PolicyStatement['conditions'] | undefined;
  },
  resources: string[],
): PolicyStatement {
  return { effect: read.Effect, actions: read.Action, resources, conditions: read.Condition ?? {} };
}

function listed(principal: z.output<typeof principals>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(principal).flatMap(([kind, names]) => (names === undefined ? [] : [[kind, names]])),
  );
}

const documentOf = <T extends z.ZodType<PolicyStatement>>(one: T) =>
  z
    .strictObject({ Version: z.literal('2012-10-17'), Statement: oneOrMore(one) })
    .transform((document): PolicyStatement[] => document.Statement);

/** Policies of a role, and IoT Core policies: statements with a resource and no principal. */
export const identityPolicySchema = documentOf(identityStatement);

/** Policies of a queue, a topic or a key: statements that also say who. */
export const resourcePolicySchema = documentOf(resourceStatement);

/** `AssumeRolePolicyDocument`: who may take the role on. */
export const trustPolicySchema = documentOf(trustStatement);
