import { expect, test } from 'vitest';
import { iotPolicyNames } from '../../../domain/names.ts';
import { statementsOf, synthesise } from './synthesis.ts';

/*
 * Goal: nobody speaks for another (law 4): what the IoT policies let a gate and a guards' post do is this and no more.
 * Method: the policies of the template, written out for the account and region with the longest names, beside the
 * wire's topics spelled out by hand.
 */

const { ofType } = synthesise();

const place = {
  'AWS::Partition': 'aws-cn',
  'AWS::Region': 'cn-northwest-1',
  'AWS::AccountId': '000000000000',
};
const arn = (name: string) => `arn:aws-cn:iot:cn-northwest-1:000000000000:${name}`;
const gate =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: variables of IoT Core, filled in by the broker
  'gatehouse/v1/gates/${iot:Connection.Thing.Attributes[community]}/${iot:Connection.Thing.ThingName}';
const alerts =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: variables of IoT Core, filled in by the broker
  'gatehouse/v1/guards/${iot:Connection.Thing.Attributes[district]}/${iot:Connection.Thing.Attributes[community]}/alerts';
// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IoT Core, filled in by the broker
const itself = arn('client/${iot:Connection.Thing.ThingName}');

function policy(name: string) {
  const found = ofType('AWS::IoT::Policy').find(({ properties }) => properties['PolicyName'] === name);
  const statements = statementsOf(found?.properties['PolicyDocument'], place);
  expect(statements.map(({ Effect }) => Effect)).not.toContain('Deny');
  const resources = (action: string) =>
    statements.filter((statement) => statement.Action.includes(action)).flatMap((statement) => statement.Resource);
  return { statements, resources, actions: statements.flatMap((statement) => statement.Action) };
}

test('a gate connects as its own thing, publishes its own topics and hears its own and the shared lists', () => {
  const { resources, actions } = policy(iotPolicyNames.gate);
  expect(actions.toSorted()).toEqual(['iot:Connect', 'iot:Publish', 'iot:Receive', 'iot:Subscribe']);
  expect(resources('iot:Connect')).toEqual([itself]);
  expect(resources('iot:Publish')).toEqual([
    arn(`topic/$aws/rules/gatehouse_passes/${gate}/passes`),
    arn(`topic/$aws/rules/gatehouse_status/${gate}/status`),
    arn(`topic/${gate}/replies`),
  ]);
  expect(resources('iot:Subscribe')).toEqual([
    arn(`topicfilter/${gate}/config`),
    arn(`topicfilter/${gate}/marks`),
    arn(`topicfilter/${gate}/commands`),
    arn('topicfilter/gatehouse/v1/lists/*'),
  ]);
  expect(resources('iot:Receive')).toEqual([arn(`topic/${gate}/*`), arn('topic/gatehouse/v1/lists/*')]);
});

test('a gate may have a will and a session that lasts, and its certificate has to belong to the thing', () => {
  const [connect] = policy(iotPolicyNames.gate).statements;
  expect(connect?.Condition).toEqual({
    Bool: { 'iot:Connection.Thing.IsAttached': 'true' },
    'ForAllValues:StringEquals': { 'iot:ConnectAttributes': ['PersistentConnect', 'LastWill'] },
  });
});

test('a post hears the alerts of its own community and publishes nothing', () => {
  const { statements, resources, actions } = policy(iotPolicyNames.post);
  expect(actions.toSorted()).toEqual(['iot:Connect', 'iot:Receive', 'iot:Subscribe']);
  expect(resources('iot:Subscribe')).toEqual([arn(`topicfilter/${alerts}`)]);
  expect(resources('iot:Receive')).toEqual([arn(`topic/${alerts}`)]);
  expect(resources('iot:Connect')).toEqual([itself]);
  expect(statements[0]?.Condition).toMatchObject({
    Bool: { 'iot:Connection.Thing.IsAttached': 'true' },
    StringLike: { 'iot:Connection.Thing.ThingName': 'guard-*' },
  });
});

test('each policy is within the 2,048 characters that IoT Core takes', () => {
  for (const name of Object.values(iotPolicyNames)) {
    const document = JSON.stringify({ Version: '2012-10-17', Statement: policy(name).statements });
    expect(document.length, name).toBeLessThanOrEqual(2_048);
  }
});
