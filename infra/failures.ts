import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Aws, Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { failuresLimits } from '../domain/limits/functions.ts';
import { allowKeyThrough } from './grants.ts';
import { queueLimits } from './limits.ts';

interface FailuresProps {
  key: kms.Key;
  /** Whether `cdk destroy` takes the queue with it. */
  removalPolicy: RemovalPolicy;
}

/**
 * Where every message ends that a rule could not hand over or a function could not do: kept for two weeks, with its
 * reason, until `redrive` puts it through again. It holds passes as sent, hence the customer-managed key.
 */
export class Failures extends Construct {
  readonly queue: sqs.Queue;
  /** The role of the topic rules' error action: it may put messages here and nothing else. */
  readonly ruleRole: iam.Role;
  private readonly key: kms.Key;

  constructor(scope: Construct, id: string, props: FailuresProps) {
    super(scope, id);
    this.key = props.key;
    this.queue = new sqs.Queue(this, 'Queue', {
      retentionPeriod: Duration.days(queueLimits.failuresRetentionD),
      visibilityTimeout: Duration.seconds(failuresLimits.hiddenForS),
      encryption: sqs.QueueEncryption.KMS,
      encryptionMasterKey: props.key,
      enforceSSL: true,
      removalPolicy: props.removalPolicy,
    });
    Validations.of(this.queue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'This is the end of the line: nothing consumes it but redrive, and alarms watch its depth and its age.',
    });
    this.ruleRole = new iam.Role(this, 'RuleRole', {
      // Only rules of this account may take the role on: IoT's guard against the confused deputy.
      assumedBy: new iam.ServicePrincipal('iot.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    });
    this.acceptFrom(this.ruleRole);
  }

  /** Lets a role put messages into the queue. */
  acceptFrom(role: iam.Role): void {
    role.addToPolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] }));
    allowKeyThrough(role, this.key, 'sqs', ['kms:Decrypt', 'kms:GenerateDataKey']);
  }
}
