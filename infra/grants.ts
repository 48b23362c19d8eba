import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Aws, Stack, Validations } from 'aws-cdk-lib/core';
import { listNames } from '../domain/messages/lists.ts';
import { environmentNames, indexNames } from '../domain/names.ts';
import { auditPrefix, communities, sessionPrefix } from '../domain/state-keys.ts';
import { alertsTopic, gateTopic, listTopic } from '../domain/topics.ts';
import type { Codes } from './codes.ts';
import type { GatehouseFunction } from './function.ts';
import type { Identity } from './identity.ts';
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

/**
 * Reads, creates and updates items of the state table, and lists the disabled gates. Never deletes.
 * @param audits whether it may add to the audit trails; nobody may change what is there.
 */
export function keepsState(fn: GatehouseFunction, storage: Storage, audits = false): void {
  const actions = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'];
  allowTable(fn, storage, storage.state, actions);
  fn.may(
    new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      actions: ['dynamodb:DeleteItem', 'dynamodb:UpdateItem', ...(audits ? [] : ['dynamodb:PutItem'])],
      resources: [storage.state.tableArn],
      conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': [`${auditPrefix}*`] } },
    }),
  );
  fn.knows(environmentNames.stateTable, storage.state.tableName);
}

/** Notes consoles of sign-ins, and reads where communities are. Nothing else of the state table is to be seen. */
export function knowsSignIns(fn: GatehouseFunction, storage: Storage): void {
  const within = (partition: string) => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [partition] } });
  const actions = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'];
  allowTable(fn, storage, storage.state, actions, within(`${sessionPrefix}*`));
  allowTable(fn, storage, storage.state, ['dynamodb:GetItem'], within(communities));
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

/** Publishes to gates, on topics that only the gate hears. */
export function asksGates(fn: GatehouseFunction, ...channels: ('marks' | 'commands')[]): void {
  for (const channel of channels) publishesTo(fn, gateTopic(anyGate, channel), manyGates);
}

/** Gives gates their configs, which wait for those that are away. */
export function configuresGates(fn: GatehouseFunction): void {
  publishesTo(fn, gateTopic(anyGate, 'config'), manyGates, ['iot:Publish', 'iot:RetainPublish']);
}

const anyGate = { community: '*', gate: '*' };
const manyGates =
  'One function serves all gates, and they are not known when the stack is deployed. No other topic matches.';

/** Ends connections of guards' consoles, and of no gate: no gate's name begins like theirs. */
export function endsConsoles(fn: GatehouseFunction): void {
  const client = 'guard-*';
  const resource = Stack.of(fn).formatArn({ service: 'iot', resource: 'client', resourceName: client });
  fn.may(new iam.PolicyStatement({ actions: ['iot:DeleteConnection'], resources: [resource] }));
  Validations.of(fn.role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iot:<AWS::Region>:<AWS::AccountId>:client/${client}]`,
    reason: 'Consoles come and go; whose they are is noted in the state table. No gate matches.',
  });
}

/** Believes the tokens that the API believes. Needs no permission: keys of issuers are public. */
export function believesTokens(fn: GatehouseFunction, { issuer, audience }: Identity): void {
  fn.knows(environmentNames.tokenIssuer, issuer);
  fn.knows(environmentNames.tokenAudience, audience);
}

/** @param reason why the topic has a wildcard. */
function publishesTo(fn: GatehouseFunction, topic: string, reason: string, actions = ['iot:Publish']): void {
  const resource = Stack.of(fn).formatArn({ service: 'iot', resource: 'topic', resourceName: topic });
  fn.may(new iam.PolicyStatement({ actions, resources: [resource] }));
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

/** Signs passes with the newest key, and with no other. */
export function signsPasses(fn: GatehouseFunction, codes: Codes): void {
  const newest = codes.signingKeys.slice(-1).map(({ keyArn }) => keyArn);
  fn.may(new iam.PolicyStatement({ actions: ['kms:GetPublicKey', 'kms:Sign'], resources: newest }));
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

function allowTable(
  fn: GatehouseFunction,
  storage: Storage,
  table: dynamodb.Table,
  actions: string[],
  conditions: Record<string, object> = {},
): void {
  fn.may(new iam.PolicyStatement({ actions, resources: [table.tableArn], conditions }));
  allowKeyThrough(fn.role, storage.key, 'dynamodb', keyActionsOfTables);
}
