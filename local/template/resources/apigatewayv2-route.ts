import * as z from 'zod';
import { generatedId } from '../generated-id.ts';
import { nameless, resourceType } from '../resource-type.ts';

/** A method and a path, in which a segment may be `{name}` and the last one `{name+}`; or what no other route takes. */
const routeKey =
  /^(\$default|(ANY|GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\/|(\/([\w.~:@-]+|\{[\w.:-]+\}))+(\/\{[\w.:-]+\+\})?|\/\{[\w.:-]+\+\}))$/;

/** Which requests go where: its part of the plan is in http-api.ts. */
export const route = resourceType({
  type: 'AWS::ApiGatewayV2::Route',
  name: nameless,
  identify: (name) => ({ ref: generatedId(name, 7) }),
  schema: z
    .strictObject({
      ApiId: z.string(),
      RouteKey: z.string().regex(routeKey, 'is no route key such as GET /gates/{gate}'),
      Target: z.string().regex(/^integrations\/.+$/, 'is no target such as integrations/abc'),
      AuthorizationType: z.enum(['NONE', 'JWT']),
      AuthorizerId: z.string().optional(),
      AuthorizationScopes: z.array(z.string()).default([]),
    })
    .refine(({ AuthorizationType, AuthorizerId }) => (AuthorizationType === 'JWT') === (AuthorizerId !== undefined), {
      path: ['AuthorizerId'],
      message: 'goes with the AuthorizationType JWT',
    }),
});
