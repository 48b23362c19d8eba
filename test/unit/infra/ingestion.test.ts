import { expect, test } from 'vitest';
import { synthesise, written } from './synthesis.ts';

/*
 * Goal: a message reaches the right function as raw bytes, and what a rule cannot hand over is not lost.
 * Method: the synthesised rules. What their SQL does with a message is tested where the rules run.
 */

const { ofType } = synthesise();

interface Payload {
  Sql: string;
  AwsIotSqlVersion: string;
  Actions: { Lambda: { FunctionArn: unknown } }[];
  ErrorAction: { Sqs: { QueueUrl: unknown; RoleArn: unknown } };
}

function rules() {
  return ofType('AWS::IoT::TopicRule').map(({ properties }) => ({
    name: String(properties['RuleName']),
    payload: properties['TopicRulePayload'] as Payload,
  }));
}

test('passes go to ingest; status and presence go to status', () => {
  const targets = rules().map(({ name, payload }) => {
    const [action, ...others] = payload.Actions.map((one) => written(one.Lambda.FunctionArn));
    expect(others).toEqual([]);
    return [name, action?.match(/^<(Ingest|Status)Function/)?.[1]];
  });
  expect(Object.fromEntries(targets)).toEqual({
    gatehouse_passes: 'Ingest',
    gatehouse_status: 'Status',
    gatehouse_presence: 'Status',
  });
});

test('every rule hands on the raw bytes in the current dialect, and has the failures queue behind it', () => {
  for (const { name, payload } of rules()) {
    expect(payload.Sql, name).toMatch(/^SELECT encode\(\*, 'base64'\) AS payload, /);
    // Without it the dialect of 2015 applies.
    expect(payload.AwsIotSqlVersion, name).toBe('2016-03-23');
    expect(written(payload.ErrorAction.Sqs.QueueUrl), name).toMatch(/^<FailuresQueue/);
  }
});

test('what gates publish comes by Basic Ingest alone: no topic filter lets another message in', () => {
  const withFilter = rules().filter(({ payload }) => / FROM /.test(payload.Sql));
  expect(withFilter.map(({ name }) => name)).toEqual(['gatehouse_presence']);
});

test('somebody looks for silent gates once a minute', () => {
  const [tick, ...others] = ofType('AWS::Events::Rule');
  expect(others).toEqual([]);
  expect(tick?.properties).toMatchObject({
    ScheduleExpression: 'rate(1 minute)',
    State: 'ENABLED',
    Targets: [{ Input: '{"kind":"tick"}' }],
  });
});

test('the failures queue keeps messages as long as SQS can, encrypted, and talks TLS only', () => {
  const [queue] = ofType('AWS::SQS::Queue');
  expect(queue?.properties['MessageRetentionPeriod']).toBe(14 * 86_400);
  expect(written(queue?.properties['KmsMasterKeyId'])).toMatch(/^<StorageKey/);
  const [policy] = ofType('AWS::SQS::QueuePolicy');
  expect(policy?.properties['PolicyDocument']).toMatchObject({
    Statement: [{ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
  });
});
