import * as z from 'zod';
import { nameless, resourceType } from '../resource-type.ts';

const defaultStage = '$default';

/** What makes an API reachable: its part of the plan is in http-api.ts. */
export const stage = resourceType({
  type: 'AWS::ApiGatewayV2::Stage',
  name: nameless,
  identify: () => ({ ref: defaultStage }),
  schema: z.strictObject({
    ApiId: z.string(),
    // A stage of another name would stand in every path.
    StageName: z.literal(defaultStage),
    // Deployments by hand are not known.
    AutoDeploy: z.literal(true),
    DefaultRouteSettings: z
      .strictObject({
        ThrottlingRateLimit: z.number().positive().optional(),
        ThrottlingBurstLimit: z.int().positive().optional(),
      })
      .optional(),
  }),
});
