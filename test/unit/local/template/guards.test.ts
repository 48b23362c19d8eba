// Goal: an HTTP API, a user pool, an IoT authorizer and a queue before a function mean what CloudFormation says.
// Method: what CDK writes for them, then single changes, each with the words of its refusal or the changed plan.
import { describe, expect, test } from 'vitest';
import { guardsResources } from './guards-sample.ts';
import { plan, problemsOf } from './sample.ts';

type LogicalId = keyof typeof guardsResources;

const changed = (logicalId: LogicalId, properties: object) => ({
  ...guardsResources,
  [logicalId]: {
    ...guardsResources[logicalId],
    Properties: { ...guardsResources[logicalId].Properties, ...properties },
  },
});

describe('the plan', () => {
  const planned = plan(guardsResources, { Outputs: { Api: { Value: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } } } });
  const [api] = planned.httpApis;
  const [pool] = planned.userPools;

  test('an API with its routes, and where it is', () => {
    expect(planned.outputs).toEqual({ Api: 'http://127.0.0.1:8787' });
    expect(api).toMatchObject({
      stage: { ratePerS: 100, burst: 50 },
      cors: { origins: ['https://console.example'], methods: ['GET'], maxAgeS: 60, credentials: false },
      routes: [{ key: 'GET /alerts/{id}', scopes: ['openid'] }],
      integrations: [{ functionArn: planned.functions[0]?.arn, timeoutMs: 30_000 }],
      authorizers: [{ header: 'authorization', audience: [pool?.clients[0]?.id], issuer: pool?.issuer }],
    });
    expect(api?.id).toMatch(/^[a-z0-9]{10}$/);
    expect(api?.arn).toBe(`arn:aws:execute-api:local-1:000000000000:${api?.id}`);
    expect(api?.routes[0]).toMatchObject({
      integrationId: api?.integrations[0]?.id,
      authorizerId: api?.authorizers[0]?.id,
    });
  });

  test('a pool whose issuer is on this machine', () => {
    expect(pool?.id).toMatch(/^local-1_[a-z0-9]{9}$/);
    expect(pool).toMatchObject({ issuer: `http://127.0.0.1:8787/${pool?.id}`, domain: 'guards', groups: ['guard'] });
    expect(pool?.clients[0]).toMatchObject({
      lives: { accessS: 300, idS: 3_600, refreshS: 43_200 },
      rotation: { graceS: 10 },
      scopes: ['openid'],
    });
    expect(pool?.clients[0]?.id).toMatch(/^[a-z0-9]{26}$/);
  });

  test('an authorizer for MQTT, and a queue before a function', () => {
    const arn = 'arn:aws:iot:local-1:000000000000:authorizer/consoles';
    expect(planned.iotAuthorizers).toEqual([
      { name: 'consoles', arn, functionArn: planned.functions[0]?.arn, active: true },
    ]);
    expect(planned.eventSources[0]).toMatchObject({
      queueArn: planned.queues[0]?.arn,
      batchSize: 5,
      concurrency: 2,
      reportsFailures: true,
      enabled: true,
    });
  });

  test('what is switched off', () => {
    expect(plan(changed('Consoles', { Status: 'INACTIVE' })).iotAuthorizers[0]?.active).toBe(false);
    expect(plan(changed('Feed', { Enabled: false })).eventSources[0]?.enabled).toBe(false);
    const { Stage: _, ...unstaged } = guardsResources;
    expect(plan(unstaged).httpApis[0]).not.toHaveProperty('stage');
  });
});

test.each<[string, LogicalId, object]>([
  ['ProtocolType: "WEBSOCKET" is not known', 'Api', { ProtocolType: 'WEBSOCKET' }],
  ['StageName: "prod" is not known', 'Stage', { StageName: 'prod' }],
  ['property RouteSettings is not known', 'Stage', { RouteSettings: {} }],
  ['AutoDeploy is missing', 'Stage', { AutoDeploy: undefined }],
  ['ApiId: nowhere is no API', 'Stage', { ApiId: 'nowhere' }],
  ['PayloadFormatVersion: "1.0" is not known', 'Behind', { PayloadFormatVersion: '1.0' }],
  ['IntegrationUri: nowhere is no function', 'Behind', { IntegrationUri: 'nowhere' }],
  ['IntegrationType: "HTTP_PROXY" is not known', 'Behind', { IntegrationType: 'HTTP_PROXY' }],
  ['RouteKey: is no route key', 'Alerts', { RouteKey: 'GET alerts' }],
  ['RouteKey: is no route key', 'Alerts', { RouteKey: 'GET /{rest+}/more' }],
  ['Target: nowhere is no integration', 'Alerts', { Target: 'integrations/nowhere' }],
  ['AuthorizerId: nowhere is no authorizer', 'Alerts', { AuthorizerId: 'nowhere' }],
  ['AuthorizerId: goes with', 'Alerts', { AuthorizationType: 'NONE' }],
  ['AuthorizationType: "AWS_IAM" is not known', 'Alerts', { AuthorizationType: 'AWS_IAM' }],
  ['AuthorizerType: "REQUEST" is not known', 'Tokens', { AuthorizerType: 'REQUEST' }],
  ['IdentitySource[0]: is no header', 'Tokens', { IdentitySource: ['$request.querystring.token'] }],
  [
    'take Fn::GetAtt …ProviderURL',
    'Tokens',
    { JwtConfiguration: { Audience: ['a'], Issuer: 'https://cognito-idp.local-1.amazonaws.com/local-1_x' } },
  ],
  [
    'AdminCreateUserConfig.AllowAdminCreateUserOnly: false',
    'Pool',
    { AdminCreateUserConfig: { AllowAdminCreateUserOnly: false } },
  ],
  ['property LambdaConfig is not known', 'Pool', { LambdaConfig: {} }],
  ['property UsernameAttributes is not known', 'Pool', { UsernameAttributes: ['email'] }],
  ['GenerateSecret: true is not known', 'Page', { GenerateSecret: true }],
  ['AllowedOAuthFlows[0]: "implicit" is not known', 'Page', { AllowedOAuthFlows: ['implicit'] }],
  ['AccessTokenValidity: is 240 s', 'Page', { AccessTokenValidity: 4 }],
  ['UserPoolId: nowhere is no user pool', 'Guards', { UserPoolId: 'nowhere' }],
  ['property RoleArn is not known', 'Guards', { RoleArn: 'arn' }],
  ['SigningDisabled: false is not known', 'Consoles', { SigningDisabled: false }],
  ['AuthorizerFunctionArn: nowhere is no function', 'Consoles', { AuthorizerFunctionArn: 'nowhere' }],
  ['EventSourceArn: nowhere is no queue', 'Feed', { EventSourceArn: 'nowhere' }],
  ['FunctionName: nowhere is no function', 'Feed', { FunctionName: 'nowhere' }],
  ['property FilterCriteria is not known', 'Feed', { FilterCriteria: {} }],
  ['BatchSize: Too big', 'Feed', { BatchSize: 11 }],
  ['Sample-Jobs is visible again before Sample-Worker times out', 'Jobs', { VisibilityTimeout: 5 }],
])('%s', (words, logicalId, properties) => {
  expect(problemsOf(changed(logicalId, properties))).toContainEqual(expect.stringContaining(words));
});

test('a second API, and a route that is there twice', () => {
  const second = { ...guardsResources.Api, Properties: { ...guardsResources.Api.Properties, Name: 'Second' } };
  expect(problemsOf({ ...guardsResources, Second: second })[0]).toContain('a second HTTP API is not known');
  expect(problemsOf({ ...guardsResources, Again: guardsResources.Alerts })[0]).toContain('is there twice');
});
