// Goal: the evaluator decides as IAM does: nothing without an Allow, a Deny outweighs all.
// Method: properties over random policies (each a law of the evaluation), and the cases that samples get wrong.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate, evaluateForKey, type PolicyRequest } from '../../../../local/policy/evaluate.ts';
import type { PolicyStatement } from '../../../../local/template/plan.ts';

const place = 'arn:aws:sqs:local-1:000000000000';
const role = 'arn:aws:iam::000000000000:role/writer';

const requests: fc.Arbitrary<PolicyRequest> = fc.record({
  action: fc.constantFrom('sqs:SendMessage', 'sqs:ReceiveMessage', 'iot:Publish'),
  resource: fc.constantFrom(`${place}:one`, `${place}:two`),
  context: fc.constantFrom({}, { 'aws:SourceArn': 'arn:aws:iot:local-1:000000000000:rule/r' }, { 'iot:ClientId': '*' }),
});

const statements: fc.Arbitrary<PolicyStatement> = fc.record({
  effect: fc.constantFrom('Allow', 'Deny'),
  actions: fc.array(fc.constantFrom('*', 'sqs:*', 'SQS:sendmessage', 'iot:Publish'), { minLength: 1, maxLength: 2 }),
  resources: fc.array(fc.constantFrom('*', `${place}:*`, `${place}:one`, `${place}:\${iot:ClientId}`), {
    minLength: 1,
    maxLength: 2,
  }),
  conditions: fc.constantFrom<PolicyStatement['conditions'][]>(
    {},
    { ArnLike: { 'aws:SourceArn': ['arn:aws:iot:*:*:rule/*'] } },
    { StringNotEquals: { 'iot:ClientId': ['x'] } },
  ),
});

const policies = fc.array(statements, { maxLength: 5 });

function statement(changes: Partial<PolicyStatement> = {}): PolicyStatement {
  return { effect: 'Allow', actions: ['sqs:*'], resources: ['*'], conditions: {}, ...changes };
}

const send: PolicyRequest = { action: 'sqs:SendMessage', resource: `${place}:one`, context: {} };

describe('laws of the evaluation', () => {
  test('a Deny more never allows more', () => {
    fc.assert(
      fc.property(policies, statements, requests, (policy, extra, request) => {
        const denying: PolicyStatement = { ...extra, effect: 'Deny' };
        if (evaluate(policy, request) === 'denied') expect(evaluate([...policy, denying], request)).toBe('denied');
      }),
    );
  });

  test('an Allow more never denies more', () => {
    fc.assert(
      fc.property(policies, statements, requests, (policy, extra, request) => {
        const allowing: PolicyStatement = { ...extra, effect: 'Allow' };
        if (evaluate(policy, request) === 'allowed') expect(evaluate([...policy, allowing], request)).toBe('allowed');
      }),
    );
  });

  test('the order of statements does not matter, nor does saying one twice', () => {
    fc.assert(
      fc.property(policies, requests, (policy, request) => {
        const decision = evaluate(policy, request);
        expect(evaluate(policy.toReversed(), request)).toBe(decision);
        expect(evaluate([...policy, ...policy], request)).toBe(decision);
      }),
    );
  });

  test('without an Allow nothing is allowed', () => {
    fc.assert(
      fc.property(policies, requests, (policy, request) => {
        expect(
          evaluate(
            policy.filter(({ effect }) => effect === 'Deny'),
            request,
          ),
        ).toBe('denied');
      }),
    );
  });

  test('a condition more never makes a statement reach further', () => {
    fc.assert(
      fc.property(statements, requests, (one, request) => {
        const allowing: PolicyStatement = { ...one, effect: 'Allow' };
        const narrower = { ...allowing, conditions: { ...one.conditions, Bool: { 'aws:SecureTransport': ['true'] } } };
        if (evaluate([narrower], request) === 'allowed') expect(evaluate([allowing], request)).toBe('allowed');
      }),
    );
  });
});

describe('principals', () => {
  const asking = { ...send, principal: { arn: role } };
  const naming = (principals: Record<string, string[]>) => evaluate([statement({ principals })], asking);

  test('a role is named by its ARN or by *', () => {
    expect(naming({ AWS: [role] })).toBe('allowed');
    expect(naming({ AWS: ['*'] })).toBe('allowed');
    expect(naming({ AWS: [`${role}x`] })).toBe('denied');
    expect(naming({ Service: [role] })).toBe('denied');
  });

  test('naming the account leaves the decision to the identity policies', () => {
    const principals = { AWS: ['arn:aws:iam::000000000000:root'] };
    expect(naming(principals)).toBe('denied');
    expect(evaluate([statement({ principals }), statement()], asking)).toBe('allowed');
    expect(evaluate([statement({ principals, effect: 'Deny' }), statement()], asking)).toBe('denied');
  });

  test('an account is named by its number or its root, and another is not meant', () => {
    const named = (name: string) =>
      evaluate([statement({ principals: { AWS: [name] }, effect: 'Deny' }), statement()], asking);
    expect(named('000000000000')).toBe('denied');
    expect(named('arn:aws:iam::000000000000:root')).toBe('denied');
    expect(named('111111111111')).toBe('allowed');
    expect(named('arn:aws:iam::111111111111:root')).toBe('allowed');
  });

  test('a service is named by its own name', () => {
    const policy = [statement({ principals: { Service: ['sns.amazonaws.com'] } })];
    expect(evaluate(policy, { ...send, principal: { service: 'sns.amazonaws.com' } })).toBe('allowed');
    expect(evaluate(policy, { ...send, principal: { service: 'iot.amazonaws.com' } })).toBe('denied');
    expect(evaluate(policy, send)).toBe('denied');
  });
});

describe('keys', () => {
  const decrypt = { action: 'kms:Decrypt', resource: '*', context: {}, principal: { arn: role } };
  const identity = [statement({ actions: ['kms:Decrypt'] })];
  const root = { AWS: ['arn:aws:iam::000000000000:root'] };

  test('an identity policy counts only when the key policy hands over to the account', () => {
    expect(evaluateForKey(identity, [], decrypt)).toBe('denied');
    expect(evaluateForKey(identity, [statement({ actions: ['kms:*'], principals: root })], decrypt)).toBe('allowed');
    expect(evaluateForKey([], [statement({ actions: ['kms:*'], principals: root })], decrypt)).toBe('denied');
    expect(evaluateForKey([], [statement({ actions: ['kms:*'], principals: { AWS: [role] } })], decrypt)).toBe(
      'allowed',
    );
    const keptBack = statement({ effect: 'Deny', actions: ['kms:Encrypt'], principals: root });
    expect(evaluateForKey(identity, [keptBack], { ...decrypt, action: 'kms:Encrypt' })).toBe('denied');
    expect(evaluateForKey(identity, [keptBack], decrypt)).toBe('denied');
  });

  test('a Deny of the identity counts in any case', () => {
    const policy = [statement({ actions: ['kms:*'], principals: { AWS: [role] } })];
    expect(evaluateForKey([statement({ effect: 'Deny', actions: ['kms:Decrypt'] })], policy, decrypt)).toBe('denied');
  });

  test('a Deny for the account hands nothing over', () => {
    const elsewhere = { ...decrypt, resource: 'arn:aws:kms:local-1:000000000000:key/1' };
    const policy = [statement({ effect: 'Deny', actions: ['kms:*'], resources: ['arn:aws:kms:*'], principals: root })];
    expect(evaluateForKey(identity, policy, elsewhere)).toBe('denied');
  });
});
