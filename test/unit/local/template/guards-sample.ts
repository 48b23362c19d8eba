import { getAtt, sampleResources } from './sample.ts';

const resource = (type: string, properties: object) => ({ Type: type, Properties: properties });

/** What CDK writes for an HTTP API with tokens of a user pool, an IoT authorizer and a queue before a function. */
export const guardsResources = {
  ...sampleResources,
  Jobs: resource('AWS::SQS::Queue', { VisibilityTimeout: 60 }),
  Pool: resource('AWS::Cognito::UserPool', {
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    Policies: { PasswordPolicy: { MinimumLength: 12 } },
  }),
  Page: resource('AWS::Cognito::UserPoolClient', {
    UserPoolId: { Ref: 'Pool' },
    GenerateSecret: false,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid'],
    CallbackURLs: ['https://console.example/'],
    LogoutURLs: ['https://console.example/bye'],
    SupportedIdentityProviders: ['COGNITO'],
    EnableTokenRevocation: true,
    AccessTokenValidity: 5,
    RefreshTokenValidity: 720,
    TokenValidityUnits: { AccessToken: 'minutes', RefreshToken: 'minutes' },
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
  }),
  Domain: resource('AWS::Cognito::UserPoolDomain', { UserPoolId: { Ref: 'Pool' }, Domain: 'guards' }),
  Guards: resource('AWS::Cognito::UserPoolGroup', { UserPoolId: { Ref: 'Pool' }, GroupName: 'guard' }),
  Api: resource('AWS::ApiGatewayV2::Api', {
    Name: 'Api',
    ProtocolType: 'HTTP',
    CorsConfiguration: { AllowOrigins: ['https://console.example'], AllowMethods: ['GET'], MaxAge: 60 },
  }),
  Stage: resource('AWS::ApiGatewayV2::Stage', {
    ApiId: { Ref: 'Api' },
    StageName: '$default',
    AutoDeploy: true,
    DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 50 },
  }),
  Tokens: resource('AWS::ApiGatewayV2::Authorizer', {
    ApiId: { Ref: 'Api' },
    Name: 'tokens',
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Audience: [{ Ref: 'Page' }], Issuer: getAtt('Pool', 'ProviderURL') },
  }),
  Behind: resource('AWS::ApiGatewayV2::Integration', {
    ApiId: { Ref: 'Api' },
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: getAtt('Worker'),
    PayloadFormatVersion: '2.0',
  }),
  Alerts: resource('AWS::ApiGatewayV2::Route', {
    ApiId: { Ref: 'Api' },
    RouteKey: 'GET /alerts/{id}',
    Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Behind' }]] },
    AuthorizationType: 'JWT',
    AuthorizerId: { Ref: 'Tokens' },
    AuthorizationScopes: ['openid'],
  }),
  Consoles: resource('AWS::IoT::Authorizer', {
    AuthorizerName: 'consoles',
    AuthorizerFunctionArn: getAtt('Worker'),
    SigningDisabled: true,
    Status: 'ACTIVE',
  }),
  Feed: resource('AWS::Lambda::EventSourceMapping', {
    EventSourceArn: getAtt('Jobs'),
    FunctionName: { Ref: 'Worker' },
    BatchSize: 5,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 2 },
  }),
};
