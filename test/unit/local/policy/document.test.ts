// Goal: a document is read completely or refused by name; nothing in it is passed over.
// Method: one good document of each kind, and a table of single changes, each with the words of its refusal.
import { describe, expect, test } from 'vitest';
import { iotArns, parseArn } from '../../../../local/policy/arn.ts';
import { identityPolicySchema, resourcePolicySchema, trustPolicySchema } from '../../../../local/policy/document.ts';
import { evaluate } from '../../../../local/policy/evaluate.ts';

const arns = iotArns({ partition: 'aws', region: 'local-1', account: '000000000000' });
const community = '${iot:Connection.Thing.Attributes[community]}';

const good = {
  Effect: 'Allow',
  Action: 'iot:Publish',
  Resource: arns.topic(`gates/${community}/*`),
  Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } },
};

const documentOf = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });

test('single values become lists', () => {
  expect(identityPolicySchema.parse({ Version: '2012-10-17', Statement: good })).toEqual([
    {
      effect: 'Allow',
      actions: ['iot:Publish'],
      resources: [good.Resource],
      conditions: { Bool: { 'iot:Connection.Thing.IsAttached': ['true'] } },
    },
  ]);
});

test('principals of resource and trust policies are kept', () => {
  const [sender] = resourcePolicySchema.parse(documentOf({ ...good, Principal: { Service: 'sns.amazonaws.com' } }));
  expect(sender?.principals).toEqual({ Service: ['sns.amazonaws.com'] });
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } };
  expect(trustPolicySchema.parse(documentOf(trust))[0]?.principals).toEqual({ Service: ['lambda.amazonaws.com'] });
});

describe('refused by name', () => {
  test.each([
    [{ ...good, NotAction: 'iot:Connect' }, 'NotAction'],
    [{ ...good, NotResource: '*' }, 'NotResource'],
    [{ ...good, NotPrincipal: '*' }, 'NotPrincipal'],
    [{ ...good, Principal: '*' }, 'Principal'],
    [{ ...good, Effect: 'allow' }, 'Effect'],
    [{ ...good, Action: [] }, 'Action'],
    [{ ...good, Action: 'Publish' }, 'is no action'],
    [{ ...good, Resource: 'topic/x' }, 'topic/x is no ARN'],
    [{ ...good, Resource: 'arn:aws:iot:eu-*-1:000000000000:topic/x' }, 'inside one of the first five parts'],
    [{ ...good, Resource: arns.topic('${aws:username}') }, 'variable ${aws:username} is not known'],
    [{ ...good, Resource: arns.topic('${iot:ClientId') }, '${ without }'],
    [{ ...good, Condition: { StringEqualsIgnoreCase: {} } }, 'operator StringEqualsIgnoreCase is not known'],
    [{ ...good, Condition: { BoolIfExists: { 'aws:SecureTransport': 'true' } } }, 'operator BoolIfExists is not known'],
    [{ ...good, Condition: { toString: {} } }, 'operator toString is not known'],
    [{ ...good, Condition: { Bool: { 'aws:ViaAWSService': 'true' } } }, 'key aws:ViaAWSService is not known'],
    [{ ...good, Condition: { ArnLike: { 'aws:SourceArn': '*' } } }, '* is no ARN'],
    [{ ...good, Condition: { StringLike: { 'dynamodb:LeadingKeys': 'audit#*' } } }, 'needs ForAnyValue:'],
    [{ ...good, Condition: { StringEquals: { 'iot:ConnectAttributes': 'LastWill' } } }, 'needs ForAnyValue:'],
  ])('%j: %s', (statement, words) => {
    const result = identityPolicySchema.safeParse(documentOf(statement));
    expect(JSON.stringify(result.error?.issues)).toContain(words);
  });

  test('an older version of the policy language, which knows no variables', () => {
    expect(identityPolicySchema.safeParse({ Version: '2008-10-17', Statement: good }).success).toBe(false);
  });
});

test('a gate speaks for itself only', () => {
  const policy = identityPolicySchema.parse(
    documentOf(
      { Effect: 'Allow', Action: 'iot:Connect', Resource: arns.client('${iot:Connection.Thing.ThingName}') },
      {
        Effect: 'Allow',
        Action: 'iot:Subscribe',
        Resource: arns.topicFilter(`gates/${community}/\${iot:Connection.Thing.ThingName}/config`),
      },
    ),
  );
  const decide = (action: string, resource: string, changes: object = {}) => {
    const thing = { 'iot:Connection.Thing.ThingName': 'gate-1', 'iot:Connection.Thing.Attributes[community]': 'lake' };
    return evaluate(policy, { action, resource, context: { ...thing, ...changes } });
  };
  expect(decide('iot:Connect', arns.client('gate-1'))).toBe('allowed');
  expect(decide('iot:Connect', arns.client('gate-2'))).toBe('denied');
  expect(decide('iot:Subscribe', arns.topicFilter('gates/lake/gate-1/config'))).toBe('allowed');
  expect(decide('iot:Subscribe', arns.topicFilter('gates/lake/+/config'))).toBe('denied');
  expect(decide('iot:Subscribe', arns.topicFilter('gates/#'))).toBe('denied');
  expect(decide('iot:Subscribe', arns.topicFilter('gates//gate-1/config'))).toBe('denied');
  const unattached = { 'iot:Connection.Thing.Attributes[community]': undefined };
  expect(decide('iot:Subscribe', arns.topicFilter('gates/undefined/gate-1/config'), unattached)).toBe('denied');
  expect(decide('iot:Subscribe', arns.topicFilter('gates//gate-1/config'), unattached)).toBe('denied');
});

test('an ARN keeps the colons of its resource', () => {
  expect(parseArn('arn:aws:iot:local-1:000000000000:topic/a:b')?.resource).toBe('topic/a:b');
  expect(parseArn('gate-1')).toBeUndefined();
});
