import * as z from 'zod';
import { httpLimits } from '../../limits.ts';
import { generatedId } from '../generated-id.ts';
import { nameless, resourceType } from '../resource-type.ts';

/** The function behind a route: its part of the plan is in http-api.ts. */
export const integration = resourceType({
  type: 'AWS::ApiGatewayV2::Integration',
  name: nameless,
  identify: (name) => ({ ref: generatedId(name, 7) }),
  schema: z.strictObject({
    ApiId: z.string(),
    IntegrationType: z.literal('AWS_PROXY'),
    IntegrationUri: z.string(),
    PayloadFormatVersion: z.literal('2.0'),
    TimeoutInMillis: z.int().min(50).max(httpLimits.integrationMs).default(httpLimits.integrationMs),
  }),
});
