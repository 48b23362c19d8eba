import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { GatehouseFunction } from './function.ts';
import { escalationLimits, queueLimits, storageLimits } from './limits.ts';

interface EscalationProps {
  /** Encrypts the queue and the secret. */
  key: kms.Key;
  /** Whether `cdk destroy` takes the keys with it. */
  removalPolicy: RemovalPolicy;
}

/** What it takes to tell others of an alert: the queue that reminds of it, and the keys of what is told and to whom. */
export class Escalation extends Construct {
  /** Which alerts to look at later. */
  readonly queue: sqs.Queue;
  /** Encrypts how people are reached: only functions that write it or tell people may use it. */
  readonly contactsKey: kms.Key;
  /** By which push services know us; it never leaves KMS. */
  readonly pushKey: kms.Key;
  /** Of which each webhook has a key made. */
  readonly webhookSecret: secretsmanager.CfnSecret;
  /** To which mail addresses are subscribed, with a filter on `roster` and `person`. */
  readonly mailTopic: sns.Topic;

  constructor(scope: Construct, id: string, { key, removalPolicy }: EscalationProps) {
    super(scope, id);
    const ofKeys = {
      removalPolicy,
      ...(removalPolicy === RemovalPolicy.DESTROY && {
        pendingWindow: Duration.days(storageLimits.disposableKeyWaitD),
      }),
    };
    this.queue = this.reminders(key, removalPolicy);
    this.contactsKey = new kms.Key(this, 'ContactsKey', {
      description: 'Encrypts how people of the rosters are reached',
      enableKeyRotation: true,
      ...ofKeys,
    });
    this.pushKey = new kms.Key(this, 'PushKey', {
      description: 'Signs what browsers are sent (VAPID)',
      keySpec: kms.KeySpec.ECC_NIST_P256,
      keyUsage: kms.KeyUsage.SIGN_VERIFY,
      ...ofKeys,
    });
    this.webhookSecret = this.secret(key, removalPolicy);
    // No key of its own: what passes through it names nobody.
    this.mailTopic = new sns.Topic(this, 'Mail', { displayName: 'Gatehouse', enforceSSL: true });
  }

  private reminders(key: kms.Key, removalPolicy: RemovalPolicy): sqs.Queue {
    const queue = new sqs.Queue(this, 'Queue', {
      retentionPeriod: Duration.hours(queueLimits.escalationsRetentionH),
      visibilityTimeout: Duration.seconds(queueLimits.escalationHiddenForS),
      encryption: sqs.QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      removalPolicy,
    });
    Validations.of(queue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'The alert is the truth, not the message: what no message brought about, the next tick does.',
    });
    return queue;
  }

  private secret(key: kms.Key, removalPolicy: RemovalPolicy): secretsmanager.CfnSecret {
    const secret = new secretsmanager.CfnSecret(this, 'WebhookSecret', {
      description: 'Of which the keys are made that sign messages to webhooks',
      kmsKeyId: key.keyArn,
      generateSecretString: { passwordLength: storageLimits.webhookSecretCharacters, excludePunctuation: true },
    });
    secret.applyRemovalPolicy(removalPolicy);
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'A secret that is replaced by the clock breaks every webhook at night; docs/runbook.md says how to do it.',
    });
    return secret;
  }

  /** Has a function look at what the queue names; of a batch it says what has to come again. */
  feeds(fn: GatehouseFunction): void {
    new lambda.CfnEventSourceMapping(this, 'Feed', {
      eventSourceArn: this.queue.queueArn,
      functionName: fn.functionName,
      batchSize: escalationLimits.batchSize,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: escalationLimits.batchesAtATimeMax },
    });
  }
}
