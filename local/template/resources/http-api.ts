import { formatArn } from '../../policy/arn.ts';
import type { HttpApiPlan } from '../plan.ts';
import type { Resource, TemplateReader } from '../template-reader.ts';
import { api } from './apigatewayv2-api.ts';
import { authorizer } from './apigatewayv2-authorizer.ts';
import { integration } from './apigatewayv2-integration.ts';
import { route } from './apigatewayv2-route.ts';
import { stage } from './apigatewayv2-stage.ts';
import { lambdaFunction } from './lambda-function.ts';

/** The HTTP APIs, each with its stage, routes, integrations and authorizers. There is one port, so there is one. */
export function planHttpApis(reader: TemplateReader): HttpApiPlan[] {
  const stages = byApi(reader, reader.resources(stage));
  const integrations = byApi(reader, reader.resources(integration));
  const authorizers = byApi(reader, reader.resources(authorizer));
  const routes = planRoutes(reader);
  return reader.resources(api).map(({ logicalId, ref, properties, refuse }, index) => {
    if (index > 0) refuse(['ProtocolType'], 'a second HTTP API is not known to the local runtime');
    const [deployed] = stages.get(logicalId) ?? [];
    return {
      id: ref,
      arn: formatArn(reader.place, 'execute-api', ref),
      ...(properties.CorsConfiguration === undefined ? {} : { cors: planCors(properties.CorsConfiguration) }),
      ...(deployed === undefined ? {} : { stage: planStage(deployed.properties.DefaultRouteSettings) }),
      routes: routes.get(logicalId) ?? [],
      integrations: (integrations.get(logicalId) ?? []).map((one) => {
        const { IntegrationUri: functionArn, TimeoutInMillis: timeoutMs } = one.properties;
        if (reader.find(lambdaFunction, { arn: functionArn }) === undefined) {
          one.refuse(['IntegrationUri'], `${functionArn} is no function of this template`);
        }
        return { id: one.ref, functionArn, timeoutMs };
      }),
      authorizers: (authorizers.get(logicalId) ?? []).map(
        ({ ref: id, properties: { IdentitySource, JwtConfiguration } }) => {
          const [source] = IdentitySource;
          const header = source.slice(source.lastIndexOf('.') + 1).toLowerCase();
          return { id, header, issuer: JwtConfiguration.Issuer, audience: JwtConfiguration.Audience };
        },
      ),
    };
  });
}

function planCors(cors: {
  AllowOrigins: string[];
  AllowMethods: string[];
  AllowHeaders: string[];
  ExposeHeaders: string[];
  AllowCredentials: boolean;
  MaxAge?: number | undefined;
}): NonNullable<HttpApiPlan['cors']> {
  return {
    origins: cors.AllowOrigins,
    methods: cors.AllowMethods,
    headers: cors.AllowHeaders,
    exposedHeaders: cors.ExposeHeaders,
    credentials: cors.AllowCredentials,
    ...(cors.MaxAge === undefined ? {} : { maxAgeS: cors.MaxAge }),
  };
}

function planStage(
  settings: { ThrottlingRateLimit?: number | undefined; ThrottlingBurstLimit?: number | undefined } = {},
): NonNullable<HttpApiPlan['stage']> {
  return {
    ...(settings.ThrottlingRateLimit === undefined ? {} : { ratePerS: settings.ThrottlingRateLimit }),
    ...(settings.ThrottlingBurstLimit === undefined ? {} : { burst: settings.ThrottlingBurstLimit }),
  };
}

function planRoutes(reader: TemplateReader): Map<string, HttpApiPlan['routes']> {
  const planned = new Map<string, HttpApiPlan['routes']>();
  for (const [logicalId, routes] of byApi(reader, reader.resources(route))) {
    const ofApi: HttpApiPlan['routes'] = [];
    for (const { properties, refuse } of routes) {
      const { RouteKey: key, Target, AuthorizerId: authorizerId, AuthorizationScopes: scopes } = properties;
      const integrationId = Target.slice('integrations/'.length);
      if (ofApi.some((other) => other.key === key)) refuse(['RouteKey'], `${key} is there twice`);
      if (reader.find(integration, { ref: integrationId }) === undefined) {
        refuse(['Target'], `${integrationId} is no integration of this template`);
      }
      if (authorizerId !== undefined && reader.find(authorizer, { ref: authorizerId }) === undefined) {
        refuse(['AuthorizerId'], `${authorizerId} is no authorizer of this template`);
      }
      ofApi.push({ key, integrationId, scopes, ...(authorizerId === undefined ? {} : { authorizerId }) });
    }
    planned.set(logicalId, ofApi);
  }
  return planned;
}

/** Groups what belongs to an API by the API's logical id; what names no API of the template is refused. */
function byApi<One extends Resource<{ ApiId: string }>>(reader: TemplateReader, resources: readonly One[]) {
  const grouped = new Map<string, One[]>();
  for (const one of resources) {
    const { ApiId } = one.properties;
    const logicalId = reader.find(api, { ref: ApiId });
    if (logicalId === undefined) one.refuse(['ApiId'], `${ApiId} is no API of this template`);
    else grouped.set(logicalId, [...(grouped.get(logicalId) ?? []), one]);
  }
  return grouped;
}
