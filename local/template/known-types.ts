import type { ResourceType } from './resource-type.ts';
import { api } from './resources/apigatewayv2-api.ts';
import { authorizer } from './resources/apigatewayv2-authorizer.ts';
import { integration } from './resources/apigatewayv2-integration.ts';
import { route } from './resources/apigatewayv2-route.ts';
import { stage } from './resources/apigatewayv2-stage.ts';
import { userPool } from './resources/cognito-user-pool.ts';
import { userPoolClient } from './resources/cognito-user-pool-client.ts';
import { userPoolDomain } from './resources/cognito-user-pool-domain.ts';
import { userPoolGroup } from './resources/cognito-user-pool-group.ts';
import { table } from './resources/dynamodb-table.ts';
import { eventsRule } from './resources/events-rule.ts';
import { rolePolicy } from './resources/iam-policy.ts';
import { role } from './resources/iam-role.ts';
import { iotAuthorizer } from './resources/iot-authorizer.ts';
import { iotPolicy } from './resources/iot-policy.ts';
import { topicRule } from './resources/iot-topic-rule.ts';
import { alias } from './resources/kms-alias.ts';
import { key } from './resources/kms-key.ts';
import { eventInvokeConfig } from './resources/lambda-event-invoke-config.ts';
import { eventSourceMapping } from './resources/lambda-event-source-mapping.ts';
import { lambdaFunction } from './resources/lambda-function.ts';
import { permission } from './resources/lambda-permission.ts';
import { secret } from './resources/secretsmanager-secret.ts';
import { topic } from './resources/sns-topic.ts';
import { topicPolicy } from './resources/sns-topic-policy.ts';
import { queue } from './resources/sqs-queue.ts';
import { queuePolicy } from './resources/sqs-queue-policy.ts';
import { alarm, logGroup } from './resources/without-plan.ts';

/** Every resource type that a template may have. */
export const knownTypes: readonly ResourceType[] = [
  api,
  authorizer,
  integration,
  route,
  stage,
  userPool,
  userPoolClient,
  userPoolDomain,
  userPoolGroup,
  iotAuthorizer,
  eventSourceMapping,
  table,
  eventsRule,
  rolePolicy,
  role,
  iotPolicy,
  topicRule,
  alias,
  key,
  eventInvokeConfig,
  lambdaFunction,
  permission,
  secret,
  topicPolicy,
  topic,
  queuePolicy,
  queue,
  alarm,
  logGroup,
];
