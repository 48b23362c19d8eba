import { join } from 'node:path';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Duration, type RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { environmentNames } from '../domain/names.ts';
import type { Failures } from './failures.ts';
import { functionLimits, logLimits } from './limits.ts';

interface GatehouseFunctionProps {
  /** The folder below `functions/`, and the function's name in its logs and metrics. */
  name: string;
  /** Where the bundles are: `{codeFolder}/{name}/handler.mjs`. */
  codeFolder: string;
  memoryMb: number;
  timeoutS: number;
  /** How many may run at once, whatever comes; as many as the account allows when absent. */
  concurrencyMax?: number;
  /** How long Lambda keeps trying an asynchronous event; absent where somebody waits for the answer. */
  eventAgeMaxS?: number;
  failures: Failures;
  /** Whether `cdk destroy` takes the log with it. */
  removalPolicy: RemovalPolicy;
}

/**
 * A function with a role that may write its own log and nothing else until a grant says so. What it is invoked with
 * asynchronously and cannot do goes into the failures queue.
 */
export class GatehouseFunction extends Construct {
  readonly function: lambda.Function;
  readonly role: iam.Role;
  readonly functionName: string;
  /** Its name in logs and metrics. */
  readonly serviceName: string;

  constructor(scope: Construct, id: string, props: GatehouseFunctionProps) {
    super(scope, id);
    const { name, codeFolder, failures } = props;
    this.serviceName = name;
    const logGroup = new logs.LogGroup(this, 'Log', {
      retention: logLimits.retentionD,
      removalPolicy: props.removalPolicy,
    });
    this.role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    this.role.addToPolicy(
      new iam.PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    this.function = new lambda.Function(this, 'Function', {
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      code: lambda.Code.fromAsset(join(codeFolder, name)),
      handler: 'handler.handler',
      role: this.role,
      logGroup,
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutS),
      ...(props.concurrencyMax === undefined ? {} : { reservedConcurrentExecutions: props.concurrencyMax }),
      ...(props.eventAgeMaxS === undefined ? {} : this.tryingAgain(failures, props.eventAgeMaxS)),
      // Powertools for AWS Lambda reads it: `service` in each log line, and the dimension of each metric.
      environment: { POWERTOOLS_SERVICE_NAME: name },
    });
    this.functionName = this.function.functionName;
  }

  private tryingAgain(failures: Failures, eventAgeMaxS: number): lambda.EventInvokeConfigOptions {
    failures.acceptFrom(this.role);
    return {
      retryAttempts: functionLimits.retriesMax,
      maxEventAge: Duration.seconds(eventAgeMaxS),
      // The role has its permission already; SqsDestination would add more of them, with wildcards.
      onFailure: { bind: () => ({ destination: failures.queue.queueArn }) },
    };
  }

  /** Adds a permission. Callers are the grants in grants.ts. */
  may(statement: iam.PolicyStatement): void {
    this.role.addToPolicy(statement);
  }

  /** Sets an environment variable. Callers are the grants in grants.ts. */
  knows(name: (typeof environmentNames)[keyof typeof environmentNames], value: string): void {
    this.function.addEnvironment(name, value);
  }
}
