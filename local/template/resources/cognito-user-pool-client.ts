import * as z from 'zod';
import { generatedId } from '../generated-id.ts';
import type { UserPoolClientPlan } from '../plan.ts';
import { resourceType } from '../resource-type.ts';
import type { Resource } from '../template-reader.ts';

const unit = z.enum(['seconds', 'minutes', 'hours', 'days']);
const secondsPerUnit = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;

/** What signs in to a pool: the console. */
export const userPoolClient = resourceType({
  type: 'AWS::Cognito::UserPoolClient',
  name: { property: 'ClientName', pattern: /^[\w\s+=,.@-]+$/, lengthMax: 128, separator: '-' },
  identify: (name) => {
    const id = generatedId(name, 26);
    return { ref: id, attributes: { ClientId: id } };
  },
  schema: z.strictObject({
    UserPoolId: z.string(),
    // A page cannot keep a secret; it proves by PKCE that the code is its own.
    GenerateSecret: z.literal(false),
    AllowedOAuthFlowsUserPoolClient: z.literal(true),
    AllowedOAuthFlows: z.tuple([z.literal('code')]),
    AllowedOAuthScopes: z.array(z.enum(['openid', 'email', 'profile', 'phone'])).min(1),
    CallbackURLs: z.array(z.url()).min(1),
    LogoutURLs: z.array(z.url()).default([]),
    SupportedIdentityProviders: z.tuple([z.literal('COGNITO')]),
    EnableTokenRevocation: z.literal(true),
    AccessTokenValidity: z.int().positive().default(1),
    IdTokenValidity: z.int().positive().default(1),
    RefreshTokenValidity: z.int().positive().default(30),
    TokenValidityUnits: z
      .strictObject({
        AccessToken: unit.default('hours'),
        IdToken: unit.default('hours'),
        RefreshToken: unit.default('days'),
      })
      .default({ AccessToken: 'hours', IdToken: 'hours', RefreshToken: 'days' }),
    RefreshTokenRotation: z
      .strictObject({
        Feature: z.enum(['ENABLED', 'DISABLED']),
        RetryGracePeriodSeconds: z.int().min(0).max(60).default(0),
      })
      .optional(),
  }),
});

/** https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html */
const shortest = { accessS: 300, idS: 300, refreshS: 3_600 };
const longest = { accessS: 86_400, idS: 86_400, refreshS: 315_360_000 };

export function planUserPoolClient({
  name,
  ref,
  properties,
  refuse,
}: Resource<z.output<typeof userPoolClient.schema>> & { ref: string }): UserPoolClientPlan {
  const { TokenValidityUnits: units, RefreshTokenRotation: rotation } = properties;
  const seconds = (property: 'AccessToken' | 'IdToken' | 'RefreshToken', life: keyof typeof shortest) => {
    const valid = properties[`${property}Validity`] * secondsPerUnit[units[property]];
    if (valid < shortest[life] || valid > longest[life]) {
      refuse([`${property}Validity`], `is ${valid} s; AWS takes ${shortest[life]} to ${longest[life]} s`);
    }
    return valid;
  };
  return {
    id: ref,
    name,
    scopes: properties.AllowedOAuthScopes,
    callbackUrls: properties.CallbackURLs,
    logoutUrls: properties.LogoutURLs,
    lives: {
      accessS: seconds('AccessToken', 'accessS'),
      idS: seconds('IdToken', 'idS'),
      refreshS: seconds('RefreshToken', 'refreshS'),
    },
    ...(rotation?.Feature === 'ENABLED' ? { rotation: { graceS: rotation.RetryGracePeriodSeconds } } : {}),
  };
}
