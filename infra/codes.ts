import * as kms from 'aws-cdk-lib/aws-kms';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { storageLimits } from './limits.ts';

interface CodesProps {
  /** Names of the keys, one or two; the last one signs. */
  signingKeys: readonly string[];
  /** Whether `cdk destroy` takes the keys with it. */
  removalPolicy: RemovalPolicy;
}

/**
 * The keys that sign Gatehouse's own passes. They never leave KMS; their public halves go to the gates with the list of
 * keys. Of the functions only `api` may sign, visitors' passes; otherwise an operator issues passes, who
 * needs `kms:Sign` on the key in their own account.
 */
export class Codes extends Construct {
  /** In the order of the setting. */
  readonly signingKeys: readonly kms.Key[];

  constructor(scope: Construct, id: string, props: CodesProps) {
    super(scope, id);
    const { removalPolicy } = props;
    this.signingKeys = props.signingKeys.map(
      (name) =>
        new kms.Key(this, name, {
          alias: `gatehouse-codes-${name}`,
          description: `Signs passes of Gatehouse: ${name}`,
          keySpec: kms.KeySpec.ECC_NIST_P256,
          keyUsage: kms.KeyUsage.SIGN_VERIFY,
          removalPolicy,
          ...(removalPolicy === RemovalPolicy.DESTROY && {
            pendingWindow: Duration.days(storageLimits.disposableKeyWaitD),
          }),
        }),
    );
  }

  /** Their ids, as environment variables and outputs carry them. */
  get signingKeyIds(): string {
    return this.signingKeys.map(({ keyId }) => keyId).join(',');
  }
}
