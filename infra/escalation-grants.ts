import * as iam from 'aws-cdk-lib/aws-iam';
import { Validations } from 'aws-cdk-lib/core';
import { environmentNames } from '../domain/names.ts';
import { pushPrefix } from '../domain/state-keys.ts';
import type { Escalation } from './escalation.ts';
import type { GatehouseFunction } from './function.ts';
import { allowKeyThrough } from './grants.ts';
import type { Storage } from './storage.ts';

/*
 * What functions may do about escalations; each call gives the permission and the environment variable that go together.
 */

/** Has `escalate` look at alerts later. */
export function remindsOfAlerts(fn: GatehouseFunction, { queue }: Escalation, storage: Storage, after: string): void {
  fn.may(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }));
  allowKeyThrough(fn.role, storage.key, 'sqs', ['kms:Decrypt', 'kms:GenerateDataKey']);
  fn.knows(environmentNames.escalationsQueueUrl, queue.queueUrl);
  fn.knows(environmentNames.escalateAfterS, after);
}

/** Takes what the queue holds; comes with `remindsOfAlerts`. */
export function isRemindedOfAlerts(fn: GatehouseFunction, escalation: Escalation): void {
  const actions = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];
  fn.may(new iam.PolicyStatement({ actions, resources: [escalation.queue.queueArn] }));
  escalation.feeds(fn);
}

/** Reads how people are reached, and removes subscriptions of browsers that are gone. @param writes whether it may also say so. */
export function reachesPeople(
  fn: GatehouseFunction,
  { contactsKey }: Escalation,
  storage: Storage,
  writes = false,
): void {
  const actions = ['kms:Decrypt', ...(writes ? ['kms:Encrypt'] : [])];
  fn.may(new iam.PolicyStatement({ actions, resources: [contactsKey.keyArn] }));
  fn.may(
    new iam.PolicyStatement({
      actions: ['dynamodb:DeleteItem'],
      resources: [storage.state.tableArn],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${pushPrefix}*`] } },
    }),
  );
  fn.knows(environmentNames.contactsKeyId, contactsKey.keyId);
}

/** Says by which key push services know us. @param signs whether it may sign with it. */
export function knowsPushKey(fn: GatehouseFunction, { pushKey }: Escalation, signs = false): void {
  const actions = ['kms:GetPublicKey', ...(signs ? ['kms:Sign'] : [])];
  fn.may(new iam.PolicyStatement({ actions, resources: [pushKey.keyArn] }));
  fn.knows(environmentNames.pushKeyId, pushKey.keyId);
}

/** Makes the keys that messages to webhooks are signed with. */
export function makesWebhookKeys(fn: GatehouseFunction, { webhookSecret }: Escalation, storage: Storage): void {
  fn.may(new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [webhookSecret.ref] }));
  allowKeyThrough(fn.role, storage.key, 'secretsmanager', ['kms:Decrypt']);
  fn.knows(environmentNames.webhookSecretArn, webhookSecret.ref);
}

/** Tells people by the channels of the deployment. @param channels of push, sms, mail and webhook. */
export function tellsPeople(fn: GatehouseFunction, { mailTopic }: Escalation, channels: readonly string[]): void {
  if (channels.includes('mail')) {
    fn.may(new iam.PolicyStatement({ actions: ['sns:Publish'], resources: [mailTopic.topicArn] }));
  }
  fn.knows(environmentNames.mailTopicArn, mailTopic.topicArn);
  if (channels.includes('sms')) textsPhones(fn);
  fn.knows(environmentNames.channels, channels.join(',') || 'none');
}

/** A phone number is no resource: whoever may send texts may publish to whatever lets the whole account publish. */
function textsPhones(fn: GatehouseFunction): void {
  fn.may(new iam.PolicyStatement({ actions: ['sns:Publish'], resources: ['*'] }));
  Validations.of(fn.role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'SNS knows no resource for a text to a phone; GATEHOUSE_CHANNELS without sms takes this away.',
  });
}
