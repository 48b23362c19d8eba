import * as z from 'zod';
import { generatedId } from '../generated-id.ts';
import { resourceType } from '../resource-type.ts';

const issuer = z.url({ protocol: /^https?$/ }).superRefine((url, refusal) => {
  // The user pool is on this machine, and so is its issuer: a URL that is put together by hand would lead to AWS.
  if (/^https:\/\/cognito-idp\./.test(url)) {
    refusal.addIssue(`${url} is not where the local user pool is; take Fn::GetAtt …ProviderURL`);
  }
});

/** Whose tokens an API believes: its part of the plan is in http-api.ts. */
export const authorizer = resourceType({
  type: 'AWS::ApiGatewayV2::Authorizer',
  name: { property: 'Name', pattern: /^.+$/, lengthMax: 128, separator: '-' },
  identify: (name) => ({ ref: generatedId(name, 6), attributes: { AuthorizerId: generatedId(name, 6) } }),
  schema: z.strictObject({
    ApiId: z.string(),
    AuthorizerType: z.literal('JWT'),
    // A token in a query string would end up in logs.
    IdentitySource: z.tuple([
      z.string().regex(/^\$request\.header\.[A-Za-z0-9-]+$/, 'is no header such as $request.header.Authorization'),
    ]),
    JwtConfiguration: z.strictObject({ Audience: z.array(z.string()).min(1), Issuer: issuer }),
  }),
});
