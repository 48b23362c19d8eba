import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Aws, Stack, Validations } from 'aws-cdk-lib/core';
import { listNames } from '../domain/messages/lists.ts';
import { environmentNames, indexNames } from '../domain/names.ts';
import { alertsTopic, type GateChannel, gateTopic, listTopic } from '../domain/topics.ts';
import type { Codes } from './codes.ts';
import type { GatehouseFunction } from './function.ts';
import type { Storage } from './storage.ts';

/*
 * What a function may do. Each call gives the permission and the environment variable that go together, so that
 * neither can be there without the other.
 */

/** Stores passes: batches, and single puts when a batch is refused. Never reads, changes or deletes one. */
export function storesPasses(fn: GatehouseFunction, storage: Storage): void {
  allowTable(fn, storage, storage.passes, ['dynamodb:BatchWriteItem', 'dynamodb:PutItem']);
  fn.knows(environmentNames.passesTable, storage.passes.tableName);
}

/** Reads the passes of a community and day. */
export function readsPasses(fn: GatehouseFunction, storage: Storage): void {
  allowTable(fn, storage, storage.passes, ['dynamodb:Query']);
  fn.knows(environmentNames.passesTable, storage.passes.tableName);
}

/** Finds passes of a person by the index, which holds their keys and nothing else. Reads no pass. */
export function findsPasses(fn: GatehouseFunction, storage: Storage): void {
  const resource = `${storage.passes.tableArn}/index/${indexNames.passesBySubject}`;
  fn.may(new iam.PolicyStatement({ actions: ['dynamodb:Query'], resources: [resource] }));
  allowKeyThrough(fn.role, storage.key, 'dynamodb', keyActionsOfTables);
  fn.knows(environmentNames.passesTable, storage.passes.tableName);
}

/** Reads, creates and updates items of the state table, and lists the disabled gates. Never deletes. */
export function keepsState(fn: GatehouseFunction, storage: Storage): void {
  const actions = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'];
  allowTable(fn, storage, storage.state, actions);
  fn.knows(environmentNames.stateTable, storage.state.tableName);
}

/** Queries one index of the state table; comes with `keepsState`. */
export function queriesState(fn: GatehouseFunction, storage: Storage, index: keyof typeof indexNames): void {
  const resource = `${storage.state.tableArn}/index/${indexNames[index]}`;
  fn.may(new iam.PolicyStatement({ actions: ['dynamodb:Query'], resources: [resource] }));
}

/** Reads the keys that turn codes into pseudonyms. */
export function readsPseudonymKeys(fn: GatehouseFunction, storage: Storage): void {
  const secretArn = storage.pseudonymKeys.ref;
  fn.may(new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secretArn] }));
  allowKeyThrough(fn.role, storage.key, 'secretsmanager', ['kms:Decrypt']);
  fn.knows(environmentNames.pseudonymSecretArn, secretArn);
}

/** Publishes to the guards of every community; needs no endpoint, the SDK knows the one of its region. */
export function alertsGuards(fn: GatehouseFunction): void {
  publishesTo(
    fn,
    alertsTopic({ district: '*', community: '*' }),
    'One function serves all communities; they are not known when the stack is deployed. No other topic matches.',
  );
}

/** Publishes marks and commands to gates, on the topics that only the gate hears. */
export function asksGates(fn: GatehouseFunction): void {
  for (const channel of ['marks', 'commands'] satisfies GateChannel[]) {
    publishesTo(
      fn,
      gateTopic({ community: '*', gate: '*' }, channel),
      'One function serves all gates, and they are not known when the stack is deployed. No other topic matches.',
    );
  }
}

/** @param reason why the topic has a wildcard. */
function publishesTo(fn: GatehouseFunction, topic: string, reason: string): void {
  const resource = Stack.of(fn).formatArn({ service: 'iot', resource: 'topic', resourceName: topic });
  fn.may(new iam.PolicyStatement({ actions: ['iot:Publish'], resources: [resource] }));
  Validations.of(fn.role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iot:<AWS::Region>:<AWS::AccountId>:topic/${topic}]`,
    reason,
  });
}

/** Publishes the lists and their index for gates that come later too, and sees what lies there for them. */
export function publishesLists(fn: GatehouseFunction): void {
  const resources = [...listNames, 'index'].map((name) =>
    Stack.of(fn).formatArn({ service: 'iot', resource: 'topic', resourceName: listTopic(name) }),
  );
  fn.may(
    new iam.PolicyStatement({
      actions: ['iot:GetRetainedMessage', 'iot:Publish', 'iot:RetainPublish'],
      resources,
    }),
  );
}

/** Reads the public halves of the keys that passes are signed with. Signs nothing. */
export function readsSigningKeys(fn: GatehouseFunction, codes: Codes): void {
  const resources = codes.signingKeys.map(({ keyArn }) => keyArn);
  fn.may(new iam.PolicyStatement({ actions: ['kms:GetPublicKey'], resources }));
  fn.knows(environmentNames.signingKeyIds, codes.signingKeyIds);
}

/** Tells the operators about devices and deployments; nothing about persons goes this way. */
export function tellsOperators(fn: GatehouseFunction, topic: sns.Topic): void {
  fn.may(new iam.PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] }));
  fn.knows(environmentNames.operatorTopicArn, topic.topicArn);
}

/** Hands passes to the function of findings, and can invoke no other. */
export function tellsFindings(fn: GatehouseFunction, findings: GatehouseFunction): void {
  fn.may(new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [findings.function.functionArn] }));
  fn.knows(environmentNames.findingsFunction, findings.functionName);
}

/** Lets a role use the key, but only inside calls that it makes to one service. */
export function allowKeyThrough(role: iam.Role, key: kms.Key, service: string, actions: string[]): void {
  // The trailing wildcard stands for the `.cn` of the Chinese partition.
  const viaService = `${service}.${Aws.REGION}.amazonaws.com*`;
  role.addToPolicy(
    new iam.PolicyStatement({
      actions,
      resources: [key.keyArn],
      conditions: { StringLike: { 'kms:ViaService': viaService } },
    }),
  );
}

/** What DynamoDB does with a customer-managed key for whoever calls it. Source: "DynamoDB encryption at rest". */
const keyActionsOfTables = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

function allowTable(fn: GatehouseFunction, storage: Storage, table: dynamodb.Table, actions: string[]): void {
  fn.may(new iam.PolicyStatement({ actions, resources: [table.tableArn] }));
  allowKeyThrough(fn.role, storage.key, 'dynamodb', keyActionsOfTables);
}
