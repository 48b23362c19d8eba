import * as z from 'zod';

/**
 * Everything in a template that the local runtime knows and does not act on: type → path → why, and the shape that
 * is still checked. There is no other way for a property to be passed over, and a test fails for an entry that the
 * synthesised template has no more use for. Paths are as in take-out.ts; `*` is the whole of the properties.
 */
export interface WithoutMeaning {
  why: string;
  shape: z.ZodType;
}

const text = z.string();
const keyArn = z.string().startsWith('arn:');
const throughput = z.strictObject({ ReadUnitsPerSecond: z.int().min(1), WriteUnitsPerSecond: z.int().min(1) });
const sid: WithoutMeaning = { why: 'a statement’s name, for people', shape: text };

const forPeople: WithoutMeaning = { why: 'for people', shape: text };

export const noLocalMeaning: Readonly<Record<string, Readonly<Record<string, WithoutMeaning>>>> = {
  'AWS::ApiGatewayV2::Stage': {
    AccessLogSettings: {
      why: 'who asks for what on a laptop is in no log',
      shape: z.strictObject({ DestinationArn: text, Format: text }),
    },
  },
  'AWS::Cognito::UserPool': {
    AccountRecoverySetting: { why: 'nobody has a password to recover', shape: z.looseObject({}) },
    DeletionProtection: { why: 'no local command deletes a pool', shape: z.enum(['ACTIVE', 'INACTIVE']) },
    EnabledMfas: { why: 'people are chosen from a list, without a proof', shape: z.array(text) },
    MfaConfiguration: {
      why: 'people are chosen from a list, without a proof',
      shape: z.enum(['OFF', 'ON', 'OPTIONAL']),
    },
    Policies: { why: 'nobody has a password', shape: z.strictObject({ PasswordPolicy: z.looseObject({}) }) },
    UserPoolTier: { why: 'what the pool costs', shape: z.enum(['LITE', 'ESSENTIALS', 'PLUS']) },
  },
  'AWS::Cognito::UserPoolClient': {
    PreventUserExistenceErrors: { why: 'the page lists everybody', shape: z.enum(['ENABLED', 'LEGACY']) },
  },
  'AWS::CloudWatch::Alarm': {
    '*': {
      why: 'nobody watches a laptop’s metrics; the functions’ metrics are in their log lines',
      shape: z.looseObject({}),
    },
  },
  'AWS::DynamoDB::Table': {
    DeletionProtectionEnabled: { why: 'no local command deletes a table', shape: z.boolean() },
    PointInTimeRecoverySpecification: {
      why: 'a backup of the state folder is a copy of it',
      shape: z.strictObject({ PointInTimeRecoveryEnabled: z.boolean() }),
    },
    SSESpecification: {
      why: 'the disk is the developer’s own, and encrypted or not as a whole',
      shape: z.strictObject({ KMSMasterKeyId: keyArn, SSEEnabled: z.literal(true), SSEType: z.literal('KMS') }),
    },
    WarmThroughput: { why: 'one machine is as quick as it is', shape: throughput },
    'GlobalSecondaryIndexes[].WarmThroughput': { why: 'one machine is as quick as it is', shape: throughput },
  },
  'AWS::Events::Rule': {
    'Targets[].Id': { why: 'a target’s name; the one target is known by its function', shape: text.min(1) },
  },
  'AWS::IAM::Policy': {
    PolicyName: {
      why: 'the statements count for the roles that they are attached to, under whatever name',
      shape: text,
    },
  },
  'AWS::KMS::Key': {
    Description: forPeople,
    EnableKeyRotation: { why: 'the local key encrypts nothing that lives for a year', shape: z.boolean() },
  },
  'AWS::Lambda::Function': {
    Architectures: { why: 'functions run on this machine’s processor', shape: z.tuple([z.enum(['arm64', 'x86_64'])]) },
    LoggingConfig: {
      why: 'log lines go to the terminal and the state folder',
      shape: z.strictObject({ LogGroup: text, LogFormat: z.enum(['JSON', 'Text']).optional() }),
    },
  },
  'AWS::Logs::LogGroup': {
    RetentionInDays: { why: 'log lines go to the terminal and the state folder', shape: z.int().min(1) },
  },
  'AWS::SNS::Topic': { DisplayName: { why: 'the sender’s name in e-mails, which are not sent', shape: text } },
  'AWS::SNS::TopicPolicy': { 'PolicyDocument.Statement[].Sid': sid },
  'AWS::SQS::Queue': {
    KmsMasterKeyId: { why: 'the disk is the developer’s own, and encrypted or not as a whole', shape: keyArn },
  },
  'AWS::SecretsManager::Secret': {
    Description: forPeople,
    KmsKeyId: { why: 'secrets lie in the state folder, readable for its owner only', shape: keyArn },
  },
};

/** The same for what every resource may have beside its properties. */
export const noLocalMeaningOfResources: Readonly<Record<string, WithoutMeaning>> = {
  DeletionPolicy: { why: 'no local command deletes a resource; state goes with its folder', shape: text },
  UpdateReplacePolicy: { why: 'a resource is never replaced here', shape: text },
  DependsOn: { why: 'everything is there before anything runs; the names are checked', shape: z.array(text) },
};

/** The same for the template itself. */
export const noLocalMeaningOfTemplate: Readonly<Record<string, WithoutMeaning>> = {
  Description: forPeople,
};
