// Goal: each condition operator means what the IAM guide says, absent keys and lists of values included.
// Method: one table; each row is a condition, a context and the decision of a policy that has only it.
import { expect, test } from 'vitest';
import { evaluate } from '../../../../local/policy/evaluate.ts';

const arn = 'arn:aws:iot:local-1:000000000000:rule/passes';

test.each([
  ['StringEquals', 'iot:ClientId', ['a'], 'a', 'allowed'],
  ['StringEquals', 'iot:ClientId', ['a', 'b'], 'b', 'allowed'],
  ['StringEquals', 'iot:ClientId', ['a*'], 'ab', 'denied'],
  ['StringEquals', 'iot:ClientId', ['A'], 'a', 'denied'],
  ['StringEquals', 'iot:ClientId', ['a'], undefined, 'denied'],
  ['StringEquals', 'iot:ClientId', ['${aws:SourceArn}'], '', 'denied'],
  ['StringLike', 'iot:ClientId', ['a*'], 'ab', 'allowed'],
  ['StringNotEquals', 'iot:ClientId', ['a', 'b'], 'c', 'allowed'],
  ['StringNotEquals', 'iot:ClientId', ['a', 'b'], 'b', 'denied'],
  ['StringNotEquals', 'iot:ClientId', ['a'], undefined, 'allowed'],
  ['StringNotEquals', 'iot:ClientId', ['${aws:SourceArn}'], 'b', 'denied'],
  ['StringNotLike', 'iot:ClientId', ['a*'], 'ab', 'denied'],
  ['ArnLike', 'aws:SourceArn', ['arn:aws:iot:*:*:rule/p*'], arn, 'allowed'],
  ['ArnLike', 'aws:SourceArn', ['arn:aws:*:rule/passes'], arn, 'denied'],
  ['ArnLike', 'aws:SourceArn', ['*'], arn, 'denied'],
  ['ArnEquals', 'aws:SourceArn', ['arn:aws:iot:local-1:000000000000:rule/*'], arn, 'allowed'],
  ['ArnEquals', 'aws:SourceArn', ['arn:aws:iot:local-1:000000000000:rule/passes'], 'nonsense', 'denied'],
  [
    'ArnLike',
    'aws:SourceArn',
    ['arn:aws:sns:local-1:000000000000:t*'],
    'arn:aws:sns:local-1:000000000000:t:x',
    'allowed',
  ],
  ['Bool', 'aws:SecureTransport', ['false'], 'False', 'allowed'],
  ['Bool', 'aws:SecureTransport', ['false'], 'true', 'denied'],
  ['Bool', 'aws:SecureTransport', ['false'], undefined, 'denied'],
  ['ForAllValues:StringEquals', 'iot:ConnectAttributes', ['LastWill'], ['LastWill'], 'allowed'],
  ['ForAllValues:StringEquals', 'iot:ConnectAttributes', ['LastWill'], ['LastWill', 'PersistentConnect'], 'denied'],
  ['ForAllValues:StringEquals', 'iot:ConnectAttributes', ['LastWill'], undefined, 'allowed'],
  ['ForAllValues:StringNotEquals', 'iot:ConnectAttributes', ['LastWill'], ['PersistentConnect'], 'allowed'],
  ['ForAnyValue:StringEquals', 'iot:ConnectAttributes', ['LastWill'], ['LastWill', 'PersistentConnect'], 'allowed'],
  ['ForAnyValue:StringEquals', 'iot:ConnectAttributes', ['LastWill'], [], 'denied'],
])('%s of %s %j against %j: %s', (operator, key, expected, actual, decision) => {
  const policy = [
    { effect: 'Allow' as const, actions: ['*'], resources: ['*'], conditions: { [operator]: { [key]: expected } } },
  ];
  expect(evaluate(policy, { action: 'iot:Connect', resource: '*', context: { [key]: actual } })).toBe(decision);
});

test('a will or a persistent session needs an Allow that names the connect attributes', () => {
  const plain = { effect: 'Allow' as const, actions: ['iot:Connect'], resources: ['*'], conditions: {} };
  const connect = (attributes: string[]) =>
    evaluate([plain], { action: 'iot:Connect', resource: '*', context: { 'iot:ConnectAttributes': attributes } });
  expect(connect([])).toBe('allowed');
  expect(connect(['LastWill'])).toBe('denied');
});

test('a Deny of connect attributes need not be named by an Allow', () => {
  const deny = { effect: 'Deny' as const, actions: ['iot:Connect'], resources: ['*'], conditions: {} };
  const naming = { 'ForAllValues:StringEquals': { 'iot:ConnectAttributes': ['LastWill'] } };
  const request = { action: 'iot:Connect', resource: '*', context: { 'iot:ConnectAttributes': ['LastWill'] } };
  expect(evaluate([{ ...deny, effect: 'Allow', conditions: naming }], request)).toBe('allowed');
  expect(evaluate([{ ...deny, effect: 'Allow', conditions: naming }, deny], request)).toBe('denied');
});

test('a Deny with a variable that has no value applies under a negated operator', () => {
  const policy = [
    { effect: 'Allow' as const, actions: ['*'], resources: ['*'], conditions: {} },
    {
      effect: 'Deny' as const,
      actions: ['*'],
      resources: ['*'],
      conditions: { StringNotEquals: { 'iot:ClientId': ['${iot:Connection.Thing.ThingName}'] } },
    },
  ];
  const decide = (thingName: string | undefined) =>
    evaluate(policy, {
      action: 'iot:Connect',
      resource: '*',
      context: { 'iot:ClientId': 'gate-1', 'iot:Connection.Thing.ThingName': thingName },
    });
  expect(decide('gate-1')).toBe('allowed');
  expect(decide('gate-2')).toBe('denied');
  expect(decide(undefined)).toBe('denied');
});
