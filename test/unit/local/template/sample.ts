import { fileURLToPath } from 'node:url';
import { UsageError } from '../../../../domain/errors.ts';
import type { StackPlan } from '../../../../local/template/plan.ts';
import { planStack } from '../../../../local/template/read-stack.ts';

/** A small app of another kind, so that the reader is tested on more than the one template it was made for. */
const place = { partition: 'aws', region: 'local-1', account: '000000000000', awsPort: 8790, httpPort: 8787 };

const bucket = `assets-${place.account}`;

export const getAtt = (logicalId: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [logicalId, attribute] });

const trust = (service: string) => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } },
});

/** The asset of its function, with lib/main.js in it; nothing runs it. */
const code = fileURLToPath(new URL('../', new URL('sample-code/lib/main.js', import.meta.url)));

export const sampleResources = {
  Jobs: { Type: 'AWS::SQS::Queue', Properties: {} },
  Worker: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs24.x',
      Handler: 'lib/main.handler',
      Code: { S3Bucket: bucket, S3Key: 'worker.zip' },
      MemorySize: 256,
      Timeout: 10,
      Role: getAtt('WorkerRole'),
      Environment: { Variables: { JOBS_URL: { Ref: 'Jobs' } } },
    },
  },
  WorkerRole: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust('lambda.amazonaws.com') } },
  Readings: {
    Type: 'AWS::IoT::TopicRule',
    Properties: {
      TopicRulePayload: {
        Sql: "SELECT * FROM 'readings/+'",
        AwsIotSqlVersion: '2016-03-23',
        Actions: [
          { Lambda: { FunctionArn: getAtt('Worker') } },
          { Sqs: { QueueUrl: { Ref: 'Jobs' }, RoleArn: getAtt('RuleRole'), UseBase64: true } },
        ],
      },
    },
  },
  RuleRole: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust('iot.amazonaws.com') } },
  Tick: {
    Type: 'AWS::Events::Rule',
    Properties: {
      ScheduleExpression: 'rate(5 minutes)',
      State: 'ENABLED',
      Targets: [{ Id: 'Target0', Arn: getAtt('Worker'), Input: '{}' }],
    },
  },
};

/** Plans a template with these resources (and other sections). */
export function plan(resources: Record<string, object>, sections: object = {}): StackPlan {
  const folderOf = (asset: { bucket: string; key: string }) =>
    asset.bucket === bucket && asset.key === 'worker.zip' ? code : undefined;
  return planStack({ stackName: 'Sample', template: { Resources: resources, ...sections }, folderOf }, place);
}

/** The problems of a template, one line each, without heading and advice. */
export function problemsOf(resources: Record<string, object>, sections: object = {}): string[] {
  try {
    plan(resources, sections);
    return [];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message.split('\n').flatMap((line) => (line.startsWith('  ') ? [line.trim()] : []));
  }
}
