import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Fn, type RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { routeKey, routeNames, routes } from '../domain/api/routes.ts';
import type { GatehouseFunction } from './function.ts';
import type { Identity } from './identity.ts';
import { httpLimits, logLimits } from './limits.ts';

interface HttpApiProps {
  /** Behind all routes. */
  target: GatehouseFunction;
  identity: Identity;
  /** The one page of another origin that may ask: the guards'. */
  pageOrigin: string;
  removalPolicy: RemovalPolicy;
}

/** Of a request nothing but its route, without what stands in it: ids and cursors are in paths and queries (law 6). */
const accessLogFormat = JSON.stringify({
  requestId: '$context.requestId',
  at: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  error: '$context.error.responseType',
});

/** The API as guards, officers and operators reach it: every route wants a token. */
export class HttpApi extends Construct {
  readonly id: string;
  readonly url: string;

  constructor(scope: Construct, id: string, props: HttpApiProps) {
    super(scope, id);
    const api = new apigateway.CfnApi(this, 'Api', {
      name: 'gatehouse',
      protocolType: 'HTTP',
      corsConfiguration: {
        allowOrigins: [props.pageOrigin],
        allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
        allowHeaders: ['authorization', 'content-type', 'if-match', 'idempotency-key'],
        exposeHeaders: ['etag'],
        maxAge: httpLimits.preflightS,
      },
    });
    this.id = api.ref;
    this.url = api.attrApiEndpoint;
    this.routes(api, props);
    this.stage(api, props.removalPolicy);
  }

  private routes(api: apigateway.CfnApi, { target, identity }: HttpApiProps): void {
    const apiId = api.ref;
    const authorizer = new apigateway.CfnAuthorizer(this, 'Tokens', {
      apiId,
      name: 'tokens',
      authorizerType: 'JWT',
      identitySource: ['$request.header.Authorization'],
      jwtConfiguration: { audience: [identity.audience], issuer: identity.issuer },
    });
    const integration = new apigateway.CfnIntegration(this, 'Function', {
      apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: target.function.functionArn,
      payloadFormatVersion: '2.0',
    });
    for (const name of routeNames) {
      new apigateway.CfnRoute(this, name, {
        apiId,
        routeKey: routeKey(routes[name]),
        target: Fn.join('/', ['integrations', integration.ref]),
        authorizationType: 'JWT',
        authorizerId: authorizer.ref,
      });
    }
    target.function.addPermission('Gateway', {
      principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(this).formatArn({ service: 'execute-api', resource: apiId, resourceName: '$default/*' }),
    });
  }

  private stage(api: apigateway.CfnApi, removalPolicy: RemovalPolicy): void {
    const log = new logs.LogGroup(this, 'AccessLog', { retention: logLimits.retentionD, removalPolicy });
    new apigateway.CfnStage(this, 'Stage', {
      apiId: api.ref,
      stageName: '$default',
      autoDeploy: true,
      defaultRouteSettings: {
        throttlingRateLimit: httpLimits.requestsPerS,
        throttlingBurstLimit: httpLimits.requestsBurst,
      },
      accessLogSettings: { destinationArn: log.logGroupArn, format: accessLogFormat },
    });
  }
}
