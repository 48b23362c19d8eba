import { expect, test } from 'vitest';
import { routes as apiRoutes, routeKey, routeNames } from '../../../domain/api/routes.ts';
import { ledgerLimits } from '../../../domain/limits/ledger.ts';
import {
  environmentNames,
  indexAttributes,
  indexNames,
  outputNames,
  timeToLiveAttribute,
} from '../../../domain/names.ts';
import { functionLimits } from '../../../infra/limits.ts';
import { functionNames, statementsOf, synthesise, written } from './synthesis.ts';

/*
 * Goal: a message reaches the right function as raw bytes and is not lost on the way; every function is bounded, has a
 * log that ends and a place for what it cannot do; what is stored expires when it should and is not lost when somebody slips.
 * Method: the synthesised template, in production's form and in the disposable one. What the rules' SQL does with a
 * message is tested where the rules run.
 */

const { ofType } = synthesise();

interface Payload {
  Sql: string;
  AwsIotSqlVersion: string;
  Actions: { Lambda: { FunctionArn: unknown } }[];
  ErrorAction: { Sqs: { QueueUrl: unknown; RoleArn: unknown } };
}

function rules() {
  return ofType('AWS::IoT::TopicRule').map(({ properties }) => ({
    name: String(properties['RuleName']),
    payload: properties['TopicRulePayload'] as Payload,
  }));
}

test('passes go to ingest; status, presence and replies go to status', () => {
  const targets = rules().map(({ name, payload }) => {
    const [action, ...others] = payload.Actions.map((one) => written(one.Lambda.FunctionArn));
    expect(others).toEqual([]);
    return [name, action?.match(/^<(Ingest|Status)Function/)?.[1]];
  });
  expect(Object.fromEntries(targets)).toEqual({
    gatehouse_passes: 'Ingest',
    gatehouse_status: 'Status',
    gatehouse_presence: 'Status',
    gatehouse_replies: 'Status',
  });
});

test('every rule hands on the raw bytes in the current dialect, and has the failures queue behind it', () => {
  for (const { name, payload } of rules()) {
    expect(payload.Sql, name).toMatch(/^SELECT encode\(\*, 'base64'\) AS payload, /);
    // Without it the dialect of 2015 applies.
    expect(payload.AwsIotSqlVersion, name).toBe('2016-03-23');
    expect(written(payload.ErrorAction.Sqs.QueueUrl), name).toMatch(/^<FailuresQueue/);
  }
});

test('passes and status come by Basic Ingest alone: no topic filter lets another message in', () => {
  const withFilter = rules().filter(({ payload }) => / FROM /.test(payload.Sql));
  expect(withFilter.map(({ name }) => name)).toEqual(['gatehouse_presence', 'gatehouse_replies']);
});

test('once a minute somebody looks for silent gates, lists that have changed, communities to audit and alerts that nobody sees to', () => {
  const ticks = ofType('AWS::Events::Rule').filter(
    ({ properties }) => properties['ScheduleExpression'] === 'rate(1 minute)' && properties['State'] === 'ENABLED',
  );
  expect(ticks.map(({ properties }) => properties['Targets'])).toMatchObject([
    [{ Id: 'lists', Input: '{"kind":"tick"}' }],
    [{ Id: 'audit', Input: '{"kind":"tick"}' }],
    [{ Id: 'status', Input: '{"kind":"tick"}' }],
    [{ Id: 'escalate', Input: '{"kind":"tick"}' }],
  ]);
});

test('every five minutes somebody takes what is new into the ledgers, once no function can still be writing it', () => {
  const [rule, ...others] = ofType('AWS::Events::Rule').filter(
    ({ properties }) => properties['ScheduleExpression'] === 'rate(5 minutes)' && properties['State'] === 'ENABLED',
  );
  expect(others).toEqual([]);
  expect(rule?.properties['Targets']).toMatchObject([{ Id: 'reconcile', Input: '{"kind":"tick"}' }]);
  const writersS = [functionLimits.ingestTimeoutS, functionLimits.statusTimeoutS];
  expect(ledgerLimits.writtenWithinMs).toBeGreaterThan(Math.max(...writersS) * 1_000);
});

test('passes are signed by keys in KMS, which are for nothing else', () => {
  const { ofType, template } = synthesise({ signingKeys: ['old', 'new'] });
  const aliases = ofType('AWS::KMS::Alias').filter(({ id }) => id.startsWith('Codes'));
  expect(aliases.map(({ properties }) => properties['AliasName'])).toEqual([
    'alias/gatehouse-codes-old',
    'alias/gatehouse-codes-new',
  ]);
  const keys = ofType('AWS::KMS::Key').filter(({ id }) => id.startsWith('Codes'));
  for (const { properties } of keys) {
    expect(properties).toMatchObject({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
  }
  // The last one signs.
  expect(written(template.Outputs[outputNames.signingKeyIds].Value)).toBe(keys.map(({ id }) => `<${id}>`).join(','));
});

test('the failures queue keeps messages as long as SQS can, encrypted, and talks TLS only', () => {
  const [queue] = ofType('AWS::SQS::Queue');
  expect(queue?.properties['MessageRetentionPeriod']).toBe(14 * 86_400);
  expect(written(queue?.properties['KmsMasterKeyId'])).toMatch(/^<StorageKey/);
  const [policy] = ofType('AWS::SQS::QueuePolicy');
  expect(policy?.properties['PolicyDocument']).toMatchObject({
    Statement: [{ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
  });
});

test('every function has its own log with an end, a time limit, memory, bounded retries and a destination where nobody waits', () => {
  const functions = ofType('AWS::Lambda::Function');
  expect(functions).toHaveLength(functionNames.length);
  const logs = new Map(ofType('AWS::Logs::LogGroup').map(({ id, properties }) => [`<${id}>`, properties]));
  const queues = ofType('AWS::SQS::Queue').map(({ id }) => `<${id}.Arn>`);
  const invokeConfigs = new Map(
    ofType('AWS::Lambda::EventInvokeConfig').map(({ properties }) => [written(properties['FunctionName']), properties]),
  );
  const usedLogs = new Set<string>();
  for (const { id, properties } of functions) {
    expect(properties['Runtime'], id).toBe('nodejs24.x');
    expect(properties['Architectures'], id).toEqual(['arm64']);
    expect(properties['Timeout'], id).toBeGreaterThan(0);
    expect(properties['MemorySize'], id).toBeGreaterThan(0);

    const { LogGroup } = properties['LoggingConfig'] as { LogGroup: unknown };
    usedLogs.add(written(LogGroup));
    expect(logs.get(written(LogGroup))?.['RetentionInDays'], id).toBeGreaterThan(0);

    // Who asked sees that it failed.
    const isWaitedFor = /^(Api|GuardAuthorizer)/.test(id);
    expect(invokeConfigs.has(`<${id}>`), id).toBe(!isWaitedFor);
    if (isWaitedFor) continue;
    const config = invokeConfigs.get(`<${id}>`) ?? {};
    expect(config['MaximumRetryAttempts'], id).toBe(2);
    expect(config['MaximumEventAgeInSeconds'], id).toBeLessThanOrEqual(6 * 3_600);
    const { OnFailure } = config['DestinationConfig'] as { OnFailure: { Destination: unknown } };
    expect(queues, id).toContain(written(OnFailure.Destination));
  }
  expect(usedLogs.size).toBe(functions.length);
});

test('a function knows a part of the system exactly when it may use it', () => {
  const tables = ofType('AWS::DynamoDB::Table').map(({ id }) => id);
  const usedBy: Record<string, RegExp> = {
    [environmentNames.passesTable]: new RegExp(`^<${tables.find((id) => id.includes('Passes'))}\\.Arn>(/index/.+)?$`),
    [environmentNames.stateTable]: new RegExp(`^<${tables.find((id) => id.includes('State'))}\\.Arn>$`),
    [environmentNames.pseudonymSecretArn]: /PseudonymKeys/,
    [environmentNames.findingsFunction]: /^<FindingsFunction\w+\.Arn>$/,
    [environmentNames.operatorTopicArn]: /OperatorAlertsTopic/,
    [environmentNames.signingKeyIds]: /^<Codes/,
  };
  for (const { id, properties } of ofType('AWS::Lambda::Function')) {
    const { Variables } = properties['Environment'] as { Variables: Record<string, unknown> };
    const role = written(properties['Role']).replace('.Arn', '');
    const resources = ofType('AWS::IAM::Policy')
      .filter((policy) =>
        [policy.properties['Roles']]
          .flat()
          .map((one) => written(one))
          .includes(role),
      )
      .flatMap((policy) => statementsOf(policy.properties['PolicyDocument']))
      .flatMap((statement) => statement.Resource);
    for (const [variable, resource] of Object.entries(usedBy)) {
      const may = resources.some((one) => resource.test(one));
      expect(variable in Variables, `${id} and ${variable}`).toBe(may);
    }
  }
});

test('whoever triggers a function is named, and comes from one rule, the API or the consoles’ authorizer only', () => {
  const rules = [...ofType('AWS::IoT::TopicRule'), ...ofType('AWS::Events::Rule')].map(({ id }) => `<${id}.Arn>`);
  const sources = ofType('AWS::Lambda::Permission').map(({ properties }) => written(properties['SourceArn']));
  const [api] = ofType('AWS::ApiGatewayV2::Api').map(({ id }) => id);
  const requests = `arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<${api}>/$default/*`;
  const [consoles] = ofType('AWS::IoT::Authorizer').map(({ id }) => `<${id}.Arn>`);
  expect(sources.toSorted()).toEqual([...rules, requests, consoles].toSorted());
});

test('consoles are decided about by a function that believes the tokens that the API believes', () => {
  const [authorizer, ...others] = ofType('AWS::IoT::Authorizer');
  expect(others).toEqual([]);
  expect(authorizer?.properties).toMatchObject({ AuthorizerName: 'gatehouse-consoles', Status: 'ACTIVE' });
  const deciding = ofType('AWS::Lambda::Function').find(
    ({ id }) => written(authorizer?.properties['AuthorizerFunctionArn']) === `<${id}.Arn>`,
  );
  const { Variables } = { Variables: {}, ...Object(deciding?.properties['Environment']) };
  const [jwt] = ofType('AWS::ApiGatewayV2::Authorizer');
  expect(jwt?.properties['JwtConfiguration']).toEqual({
    Audience: [Variables[environmentNames.tokenAudience]],
    Issuer: Variables[environmentNames.tokenIssuer],
  });
});

test('every route of the API wants a token of the one issuer, and no log holds what stands in a path or a query', () => {
  const routes = ofType('AWS::ApiGatewayV2::Route').map(({ properties }) => properties);
  expect(routes.map(({ RouteKey }) => RouteKey).toSorted()).toEqual(
    routeNames.map((name) => routeKey(apiRoutes[name])).toSorted(),
  );
  const [authorizer] = ofType('AWS::ApiGatewayV2::Authorizer');
  for (const { AuthorizationType, AuthorizerId } of routes) {
    expect([AuthorizationType, written(AuthorizerId)]).toEqual(['JWT', `<${authorizer?.id}>`]);
  }
  const [stage] = ofType('AWS::ApiGatewayV2::Stage');
  const { Format } = { Format: '', ...Object(stage?.properties['AccessLogSettings']) };
  expect(Format.match(/\$context\.[\w.]+/g)).toEqual(
    ['requestId', 'requestTimeEpoch', 'routeKey', 'status', 'responseLatency', 'error.responseType'].map(
      (name) => `$context.${name}`,
    ),
  );
});

test("with the operator's own issuer there is no user pool, and only its tokens are believed", () => {
  const issuer = { url: 'https://issuer.example/realm', audience: 'guards' };
  const own = synthesise({ issuer });
  expect(own.ofType('AWS::Cognito::UserPool')).toEqual([]);
  const [authorizer] = own.ofType('AWS::ApiGatewayV2::Authorizer');
  expect(authorizer?.properties['JwtConfiguration']).toEqual({ Issuer: issuer.url, Audience: [issuer.audience] });
});

test('both tables delete by the attribute in which the functions write epoch seconds', () => {
  const tables = ofType('AWS::DynamoDB::Table');
  expect(tables).toHaveLength(2);
  for (const { properties } of tables) {
    expect(properties['TimeToLiveSpecification']).toEqual({ AttributeName: timeToLiveAttribute, Enabled: true });
  }
});

test('every index has the attributes that the functions write', () => {
  const indexes = ofType('AWS::DynamoDB::Table').flatMap(({ properties }) => properties['GlobalSecondaryIndexes']);
  const keysByName = Object.fromEntries(
    indexes.map((index) => {
      const { IndexName, KeySchema } = index as { IndexName: string; KeySchema: { AttributeName: string }[] };
      return [IndexName, KeySchema.map((key) => key.AttributeName)];
    }),
  );
  const expected = Object.entries(indexNames).map(([key, name]) => {
    const { partition, sort } = indexAttributes[key as keyof typeof indexAttributes];
    return [name, [partition, sort]];
  });
  expect(keysByName).toEqual(Object.fromEntries(expected));
});

test('in production nothing that holds data goes with the stack', () => {
  const keepers = [
    'AWS::DynamoDB::Table',
    'AWS::KMS::Key',
    'AWS::SecretsManager::Secret',
    'AWS::SQS::Queue',
    'AWS::Logs::LogGroup',
  ];
  for (const type of keepers) {
    for (const { id, deletionPolicy } of ofType(type)) expect(deletionPolicy, id).toBe('Retain');
  }
  for (const { id, properties } of ofType('AWS::DynamoDB::Table')) {
    expect(properties['DeletionProtectionEnabled'], id).toBe(true);
    expect(properties['PointInTimeRecoverySpecification'], id).toEqual({ PointInTimeRecoveryEnabled: true });
    expect(properties['SSESpecification'], id).toMatchObject({ SSEEnabled: true, SSEType: 'KMS' });
  }
});

test('a disposable deployment leaves nothing behind', () => {
  const { template } = synthesise({ disposable: true });
  const kept = Object.entries(template.Resources).filter(
    ([, resource]) => (resource as { DeletionPolicy?: string }).DeletionPolicy === 'Retain',
  );
  expect(kept).toEqual([]);
});
