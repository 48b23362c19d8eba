import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Aws, RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { roles } from '../domain/access/principal.ts';
import { signInLimits } from './limits.ts';

/** The operator's own; undefined: a user pool is made. */
type OwnIssuer = { url: string; audience: string } | undefined;

interface IdentityProps {
  issuer: OwnIssuer;
  /** Where a sign-in ends: the guards' page. */
  consoleUrl: string;
  removalPolicy: RemovalPolicy;
}

/** The name of a pool's pages is one of the whole region's. */
const domainPrefix = `gatehouse-${Aws.ACCOUNT_ID}`;

/** Where the guards' page asks for tokens: what describes the issuer, and what gives them. */
export function issuerOrigins(own: OwnIssuer): string[] {
  if (own) return [new URL(own.url).origin];
  return [
    `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}`,
    `https://${domainPrefix}.auth.${Aws.REGION}.amazoncognito.com`,
  ];
}

/**
 * Whose tokens are believed. Roles and places are groups: `guard`, `officer`, `operator`, `community:{id}`,
 * `district:{id}`; those of places are made when they are needed, as places are.
 */
export class Identity extends Construct {
  readonly issuer: string;
  /** For whom tokens have to be: the guards' page. */
  readonly audience: string;

  constructor(scope: Construct, id: string, props: IdentityProps) {
    super(scope, id);
    if (props.issuer) {
      this.issuer = props.issuer.url;
      this.audience = props.issuer.audience;
      return;
    }
    const pool = this.pool(props.removalPolicy);
    const client = this.page(pool, props.consoleUrl);
    new cognito.CfnUserPoolDomain(this, 'Domain', { userPoolId: pool.ref, domain: domainPrefix });
    for (const role of roles) new cognito.CfnUserPoolGroup(this, role, { userPoolId: pool.ref, groupName: role });
    this.issuer = pool.attrProviderUrl;
    this.audience = client.ref;
  }

  private pool(removalPolicy: RemovalPolicy): cognito.CfnUserPool {
    const pool = new cognito.CfnUserPool(this, 'Pool', {
      adminCreateUserConfig: { allowAdminCreateUserOnly: true },
      policies: {
        passwordPolicy: {
          minimumLength: signInLimits.passwordCharactersMin,
          requireLowercase: true,
          requireUppercase: true,
          requireNumbers: true,
          requireSymbols: true,
          temporaryPasswordValidityDays: signInLimits.temporaryPasswordD,
        },
      },
      accountRecoverySetting: { recoveryMechanisms: [{ name: 'admin_only', priority: 1 }] },
      mfaConfiguration: 'OPTIONAL',
      enabledMfas: ['SOFTWARE_TOKEN_MFA'],
      // Tokens that can be renewed once only are not in the cheapest.
      userPoolTier: 'ESSENTIALS',
      deletionProtection: removalPolicy === RemovalPolicy.DESTROY ? 'INACTIVE' : 'ACTIVE',
    });
    pool.applyRemovalPolicy(removalPolicy);
    Validations.of(pool).acknowledge(
      {
        id: 'AwsSolutions-COG2',
        reason:
          'A post that a shift shares has nobody whose second factor it could be; officers and operators can set one.',
      },
      {
        id: 'AwsSolutions-COG8',
        reason:
          'The dearest tier is for threat protection, at a price for each person; an operator who wants it can choose it.',
      },
    );
    return pool;
  }

  /** A page keeps no secret: it proves by PKCE that the code is its own. */
  private page(pool: cognito.CfnUserPool, consoleUrl: string): cognito.CfnUserPoolClient {
    return new cognito.CfnUserPoolClient(this, 'Page', {
      userPoolId: pool.ref,
      generateSecret: false,
      allowedOAuthFlowsUserPoolClient: true,
      allowedOAuthFlows: ['code'],
      allowedOAuthScopes: ['openid'],
      callbackUrLs: [consoleUrl],
      logoutUrLs: [consoleUrl],
      supportedIdentityProviders: ['COGNITO'],
      preventUserExistenceErrors: 'ENABLED',
      enableTokenRevocation: true,
      accessTokenValidity: signInLimits.accessTokenMin,
      idTokenValidity: signInLimits.accessTokenMin,
      refreshTokenValidity: signInLimits.refreshTokenH,
      tokenValidityUnits: { accessToken: 'minutes', idToken: 'minutes', refreshToken: 'hours' },
      refreshTokenRotation: { feature: 'ENABLED', retryGracePeriodSeconds: signInLimits.refreshGraceS },
    });
  }
}
