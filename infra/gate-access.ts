import { dirname } from 'node:path/posix';
import * as iot from 'aws-cdk-lib/aws-iot';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { iotPolicyNames, thingAttributes } from '../domain/names.ts';
import { alertsTopic, type GateChannel, gateTopic, ingestTopic, listTopic } from '../domain/topics.ts';

/** The thing that the connection's certificate belongs to; IoT Core fills these in, so a device cannot choose them. */
const thing = {
  name: thingVariable('ThingName'),
  district: thingVariable(`Attributes[${thingAttributes.district}]`),
  community: thingVariable(`Attributes[${thingAttributes.community}]`),
};
const thisGate = { community: thing.community, gate: thing.name };
const isAttached = { 'iot:Connection.Thing.IsAttached': 'true' };

/** What a gate may subscribe to: config, marks and commands of its own, and the lists that all gates share. */
const heardByGate = [
  ...(['config', 'marks', 'commands'] satisfies GateChannel[]).map((channel) => gateTopic(thisGate, channel)),
  listTopic('*'),
];

/** Everything of its own, in one line: IoT Core takes no policy of more than 2,048 characters. */
const anythingOfThisGate = `${dirname(gateTopic(thisGate, 'config'))}/*`;

/**
 * The IoT policies that certificates carry: nobody speaks for another (law 4). One policy serves all gates, since
 * its resources are made of the thing's own name and attributes.
 */
export class GateAccess extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.policy('GatePolicy', iotPolicyNames.gate, [
      // A will and a session that outlives the connection have to be allowed; other features of CONNECT are not.
      this.allow('iot:Connect', 'client', [thing.name], {
        Bool: isAttached,
        'ForAllValues:StringEquals': { 'iot:ConnectAttributes': ['PersistentConnect', 'LastWill'] },
      }),
      this.allow('iot:Publish', 'topic', [
        ingestTopic(thisGate, 'passes'),
        ingestTopic(thisGate, 'status'),
        gateTopic(thisGate, 'replies'),
      ]),
      this.allow('iot:Subscribe', 'topicfilter', heardByGate),
      this.allow('iot:Receive', 'topic', [anythingOfThisGate, listTopic('*')]),
    ]);

    const heardByPost = [alertsTopic({ district: thing.district, community: thing.community })];
    this.policy('PostPolicy', iotPolicyNames.post, [
      this.allow('iot:Connect', 'client', [thing.name], {
        Bool: isAttached,
        // A second connection with the same client id evicts the first: a post must never be able to be a gate.
        StringLike: { 'iot:Connection.Thing.ThingName': 'guard-*' },
        'ForAllValues:StringEquals': { 'iot:ConnectAttributes': ['PersistentConnect'] },
      }),
      this.allow('iot:Subscribe', 'topicfilter', heardByPost),
      this.allow('iot:Receive', 'topic', heardByPost),
    ]);
  }

  private policy(id: string, policyName: string, statements: object[]): void {
    new iot.CfnPolicy(this, id, { policyName, policyDocument: { Version: '2012-10-17', Statement: statements } });
  }

  private allow(action: string, resource: 'client' | 'topic' | 'topicfilter', names: string[], condition?: object) {
    const arnOf = (resourceName: string) => Stack.of(this).formatArn({ service: 'iot', resource, resourceName });
    const statement = { Effect: 'Allow', Action: action, Resource: names.map(arnOf) };
    return condition === undefined ? statement : { ...statement, Condition: condition };
  }
}

function thingVariable(name: string): string {
  return `\${iot:Connection.Thing.${name}}`;
}
