// Goal: what AWS would refuse at deployment is refused, and each switch of a resource reaches the plan.
// Method: for each type a sound resource, then one change of it with the words of its refusal or the changed plan.
import { describe, expect, test } from 'vitest';
import { getAtt, plan, problemsOf, sampleResources } from './sample.ts';

const { Jobs, Readings, Tick } = sampleResources;

const allow = (action: string, principal: object | string = '*') => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: action, Resource: '*', Principal: principal },
});

const key = (...names: string[]) =>
  names.map((name, index) => ({ AttributeName: name, KeyType: index === 0 ? 'HASH' : 'RANGE' }));

const attributes = (...names: string[]) => names.map((name) => ({ AttributeName: name, AttributeType: 'S' }));

const resource = (type: string, properties: object) => ({ Type: type, Properties: properties });

const table = (properties: object) =>
  resource('AWS::DynamoDB::Table', {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: key('pk'),
    AttributeDefinitions: attributes('pk'),
    ...properties,
  });

const secret = (generate: object) => resource('AWS::SecretsManager::Secret', { GenerateSecretString: generate });

const queuePolicy = (target: object | string) =>
  resource('AWS::SQS::QueuePolicy', { PolicyDocument: allow('sqs:SendMessage'), Queues: [target] });

const invokeConfig = (properties: object) =>
  resource('AWS::Lambda::EventInvokeConfig', {
    FunctionName: { Ref: 'Worker' },
    Qualifier: '$LATEST',
    MaximumRetryAttempts: 0,
    MaximumEventAgeInSeconds: 60,
    ...properties,
  });

const permission = (properties: object) =>
  resource('AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: getAtt('Worker'),
    Principal: 'iot.amazonaws.com',
    ...properties,
  });

const payload = (changes: object) => ({
  TopicRulePayload: { ...Readings.Properties.TopicRulePayload, ...changes },
});

const tick = (changes: object) => resource(Tick.Type, { ...Tick.Properties, ...changes });

test.each<[string, Record<string, object>]>([
  ['AttributeDefinitions: sk is not defined', { Table: table({ KeySchema: key('pk', 'sk') }) }],
  ['AttributeDefinitions: more is in no key', { Table: table({ AttributeDefinitions: attributes('pk', 'more') }) }],
  ['an attribute is defined twice', { Table: table({ AttributeDefinitions: attributes('pk', 'pk') }) }],
  [
    'KeySchema: a key has at most two',
    { Table: table({ KeySchema: key('pk', 'a', 'b'), AttributeDefinitions: attributes('pk', 'a', 'b') }) },
  ],
  ['KeySchema[0].KeyType: "RANGE"', { Table: table({ KeySchema: key('-', 'pk').slice(1) }) }],
  ['go together', { Secret: secret({ SecretStringTemplate: '{}' }) }],
  [
    'SecretStringTemplate: is no JSON object',
    { Secret: secret({ SecretStringTemplate: '[', GenerateStringKey: 'k' }) },
  ],
  ['nowhere is no AWS::SQS::Queue', { Policy: queuePolicy('nowhere') }],
  ['has two policies', { One: queuePolicy({ Ref: 'Jobs' }), Two: queuePolicy({ Ref: 'Jobs' }) }],
  [
    'deadLetterTargetArn: nowhere is no queue',
    { Dead: resource(Jobs.Type, { RedrivePolicy: { deadLetterTargetArn: 'nowhere', maxReceiveCount: 1 } }) },
  ],
  [
    'TargetKeyId: nowhere is no key',
    { Alias: resource('AWS::KMS::Alias', { AliasName: 'alias/a', TargetKeyId: 'nowhere' }) },
  ],
  ['the function has two of these', { One: invokeConfig({}), Two: invokeConfig({}) }],
  ['Qualifier: "live" is not known', { One: invokeConfig({ Qualifier: 'live' }) }],
  [
    'Destination: nowhere is no queue',
    { One: invokeConfig({ DestinationConfig: { OnFailure: { Destination: 'nowhere' } } }) },
  ],
  ['FunctionName: nowhere is no function', { May: permission({ FunctionName: 'nowhere' }) }],
  ['Principal: is no service', { May: permission({ Principal: '123456789012' }) }],
  ['SourceAccount is not known', { May: permission({ SourceAccount: '123456789012' }) }],
  ['Targets[0].Arn: nowhere is no function', { Tick: tick({ Targets: [{ Id: 'T', Arn: 'nowhere', Input: '' }] }) }],
  ['Targets[0].Input is missing', { Tick: tick({ Targets: [{ Id: 'T', Arn: getAtt('Worker') }] }) }],
  [
    'TopicRulePayload.ErrorAction: an action is one of',
    { Readings: resource(Readings.Type, payload({ ErrorAction: {} })) },
  ],
  [
    'Actions[0].Lambda.FunctionArn: nowhere is no',
    { Readings: resource(Readings.Type, payload({ Actions: [{ Lambda: { FunctionArn: 'nowhere' } }] })) },
  ],
  [
    'Roles[0]: nobody is no role',
    {
      Policy: resource('AWS::IAM::Policy', {
        Roles: ['nobody'],
        PolicyName: 'p',
        PolicyDocument: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
      }),
    },
  ],
])('%s', (words, changes) => {
  const problems = problemsOf({ ...sampleResources, ...changes });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(words);
});

describe('reaches the plan', () => {
  const planned = (changes: Record<string, object>) => plan({ ...sampleResources, ...changes });

  test('a table without expiry, and with it', () => {
    const expiry = (enabled: boolean) => ({ TimeToLiveSpecification: { AttributeName: 'at', Enabled: enabled } });
    expect(planned({ Table: table(expiry(true)) }).tables[0]?.timeToLiveAttribute).toBe('at');
    expect(planned({ Table: table(expiry(false)) }).tables[0]).not.toHaveProperty('timeToLiveAttribute');
  });

  test('a switch that is off', () => {
    const off = planned({
      Readings: resource(Readings.Type, payload({ RuleDisabled: true })),
      Tick: tick({ State: 'DISABLED' }),
    });
    expect(off.rules[0]?.enabled).toBe(false);
    expect(off.schedules[0]?.enabled).toBe(false);
  });

  test('an hourly and a daily schedule', () => {
    expect(planned({ Tick: tick({ ScheduleExpression: 'rate(1 hour)' }) }).schedules[0]?.everyS).toBe(3_600);
    expect(planned({ Tick: tick({ ScheduleExpression: 'rate(2 days)' }) }).schedules[0]?.everyS).toBe(172_800);
  });

  test('who may invoke, and where failures go', () => {
    const [worker] = planned({
      May: permission({ SourceArn: getAtt('Readings') }),
      Config: invokeConfig({ DestinationConfig: { OnFailure: { Destination: getAtt('Jobs') } } }),
    }).functions;
    expect(worker?.permissions).toEqual([
      { principal: 'iot.amazonaws.com', sourceArn: 'arn:aws:iot:local-1:000000000000:rule/Sample_Readings' },
    ]);
    expect(worker?.asynchronous).toEqual({
      maxRetries: 0,
      maxAgeS: 60,
      onFailureArn: 'arn:aws:sqs:local-1:000000000000:Sample-Jobs',
    });
  });

  test('a key with its aliases, by id or by ARN', () => {
    const alias = (name: string, target: object) =>
      resource('AWS::KMS::Alias', { AliasName: `alias/${name}`, TargetKeyId: target });
    const { keys } = planned({
      Key: resource('AWS::KMS::Key', { KeyPolicy: allow('kms:*', { Service: 'sns.amazonaws.com' }) }),
      One: alias('one', { Ref: 'Key' }),
      Two: alias('two', getAtt('Key')),
    });
    expect(keys[0]).toMatchObject({ aliases: ['alias/one', 'alias/two'], spec: 'SYMMETRIC_DEFAULT' });
    expect(keys[0]?.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(keys[0]?.policy[0]?.principals).toEqual({ Service: ['sns.amazonaws.com'] });
  });

  test('a queue behind a queue', () => {
    const redrive = { deadLetterTargetArn: getAtt('Dead'), maxReceiveCount: 3 };
    const { queues } = planned({
      Jobs: resource(Jobs.Type, { RedrivePolicy: redrive }),
      Dead: resource(Jobs.Type, {}),
      Policy: queuePolicy({ Ref: 'Dead' }),
    });
    expect(queues[0]?.deadLetter).toEqual({
      targetArn: 'arn:aws:sqs:local-1:000000000000:Sample-Dead',
      maxReceives: 3,
    });
    expect(queues[1]?.policy).toHaveLength(1);
  });
});
