import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { indexAttributes, indexNames, timeToLiveAttribute } from '../domain/names.ts';
import { storageLimits } from './limits.ts';

interface StorageProps {
  /** DESTROY for trying out; with RETAIN nothing here can be deleted by accident. */
  removalPolicy: RemovalPolicy;
}

const warmThroughput = {
  readUnitsPerSecond: storageLimits.warmReadUnitsPerSecond,
  writeUnitsPerSecond: storageLimits.warmWriteUnitsPerSecond,
};

/** The two tables, the key that encrypts them (and quarantine and failures with them), and the pseudonym keys. */
export class Storage extends Construct {
  readonly key: kms.Key;
  readonly passes: dynamodb.Table;
  readonly state: dynamodb.Table;
  readonly pseudonymKeys: secretsmanager.CfnSecret;
  private readonly removalPolicy: RemovalPolicy;

  constructor(scope: Construct, id: string, props: StorageProps) {
    super(scope, id);
    this.removalPolicy = props.removalPolicy;
    const disposable = props.removalPolicy === RemovalPolicy.DESTROY;
    this.key = new kms.Key(this, 'Key', {
      alias: 'gatehouse',
      description: 'Encrypts what Gatehouse stores: passes, state, quarantine, failures, pseudonym keys',
      enableKeyRotation: true,
      removalPolicy: this.removalPolicy,
      ...(disposable ? { pendingWindow: Duration.days(storageLimits.disposableKeyWaitD) } : {}),
    });
    this.passes = this.table('Passes');
    this.index(this.passes, 'passesBySubject', dynamodb.ProjectionType.KEYS_ONLY);
    this.state = this.table('State');
    this.index(this.state, 'openAlerts', dynamodb.ProjectionType.ALL);
    this.index(this.state, 'resolvedAlerts', dynamodb.ProjectionType.ALL);
    this.index(this.state, 'due', dynamodb.ProjectionType.ALL);
    this.pseudonymKeys = this.secret();
  }

  private table(id: string): dynamodb.Table {
    return new dynamodb.Table(this, id, {
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      warmThroughput,
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute,
      deletionProtection: this.removalPolicy !== RemovalPolicy.DESTROY,
      removalPolicy: this.removalPolicy,
    });
  }

  private index(table: dynamodb.Table, name: keyof typeof indexNames, projectionType: dynamodb.ProjectionType): void {
    const { partition, sort } = indexAttributes[name];
    table.addGlobalSecondaryIndex({
      indexName: indexNames[name],
      partitionKey: { name: partition, type: dynamodb.AttributeType.STRING },
      sortKey: { name: sort, type: dynamodb.AttributeType.STRING },
      projectionType,
      warmThroughput,
    });
  }

  /**
   * A JSON object: first day that a key is for → key. The first key is for all days; an operator adds a later one by
   * putting a new version of the secret that holds the old keys too, for as long as tracing reaches back.
   */
  private secret(): secretsmanager.CfnSecret {
    const secret = new secretsmanager.CfnSecret(this, 'PseudonymKeys', {
      description: 'Keys that turn codes into pseudonyms, by the first day that each is for',
      kmsKeyId: this.key.keyArn,
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: '1970-01-01',
        passwordLength: storageLimits.pseudonymKeyCharacters,
        excludePunctuation: true,
      },
    });
    secret.applyRemovalPolicy(this.removalPolicy);
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'A key that is replaced by the clock cuts every trace in two; keys are added for a later day, and old ones stay.',
    });
    return secret;
  }
}
