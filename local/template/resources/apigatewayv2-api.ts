import * as z from 'zod';
import { generatedId } from '../generated-id.ts';
import { resourceType } from '../resource-type.ts';

/** An HTTP API: its part of the plan, with all that belongs to it, is in http-api.ts. */
export const api = resourceType({
  type: 'AWS::ApiGatewayV2::Api',
  name: { property: 'Name', pattern: /^.+$/, lengthMax: 128, separator: '-' },
  identify: (name, place) => {
    const id = generatedId(name, 10);
    return { ref: id, attributes: { ApiId: id, ApiEndpoint: `http://127.0.0.1:${place.httpPort}` } };
  },
  schema: z.strictObject({
    ProtocolType: z.literal('HTTP'),
    CorsConfiguration: z
      .strictObject({
        AllowOrigins: z.array(z.string()).default([]),
        AllowMethods: z.array(z.string()).default([]),
        AllowHeaders: z.array(z.string()).default([]),
        ExposeHeaders: z.array(z.string()).default([]),
        AllowCredentials: z.boolean().default(false),
        MaxAge: z.int().min(-1).max(86_400).optional(),
      })
      .optional(),
  }),
});
