import { createHash, randomUUID } from 'node:crypto';
import type { UserPoolClientPlan } from '../template/plan.ts';
import type { Person } from './people.ts';
import type { Session } from './sessions.ts';
import type { SigningKey } from './signing-key.ts';

/** What the token endpoint answers, without a refresh token. */
export interface IssuedTokens {
  access_token: string;
  /** Only with the scope `openid`. */
  id_token?: string;
  expires_in: number;
  token_type: 'Bearer';
}

/**
 * Tokens with the claims that Cognito's have.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export function issueTokens(
  key: SigningKey,
  by: { issuer: string; client: UserPoolClientPlan; nowMs: number },
  whom: { person: Person; groups: readonly string[]; session: Session; nonce?: string | undefined },
): IssuedTokens {
  const { client, issuer } = by;
  const { person, groups, session } = whom;
  const nowS = Math.floor(by.nowMs / 1000);
  const common = {
    sub: person.sub,
    ...(groups.length === 0 ? {} : { 'cognito:groups': groups }),
    iss: issuer,
    origin_jti: session.id,
    event_id: randomUUID(),
    auth_time: Math.floor(session.signedInAt / 1000),
    iat: nowS,
  };
  const access_token = key.sign({
    ...common,
    client_id: client.id,
    version: 2,
    token_use: 'access',
    scope: session.scope,
    exp: nowS + client.lives.accessS,
    jti: randomUUID(),
    username: person.username,
  });
  const issued: IssuedTokens = { access_token, expires_in: client.lives.accessS, token_type: 'Bearer' };
  if (!session.scope.split(' ').includes('openid')) return issued;
  const id_token = key.sign({
    ...person.attributes,
    ...common,
    'cognito:username': person.username,
    aud: client.id,
    token_use: 'id',
    at_hash: createHash('sha256').update(access_token).digest().subarray(0, 16).toString('base64url'),
    ...(whom.nonce === undefined ? {} : { nonce: whom.nonce }),
    exp: nowS + client.lives.idS,
    jti: randomUUID(),
  });
  return { ...issued, id_token };
}
