import { randomUUID } from 'node:crypto';
import { type HttpRequest, type HttpResponse, jsonAnswer } from '../http/exchange.ts';
import { cognitoLimits } from '../limits.ts';
import type { UserPoolClientPlan } from '../template/plan.ts';
import type { UserPool } from './pool.ts';
import type { Session } from './sessions.ts';
import { issueTokens } from './tokens.ts';

/**
 * `/oauth2/token`: a code, or a refresh token, for tokens.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
 */
export async function answerToken(pool: UserPool, request: HttpRequest): Promise<HttpResponse> {
  const form = await formOf(request);
  const client = pool.plan.clients.find(({ id }) => id === form.get('client_id'));
  if (client === undefined) return refused('invalid_client');
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return redeem(pool, client, form);
    case 'refresh_token':
      return refresh(pool, client, form.get('refresh_token') ?? '');
    default:
      return refused('unsupported_grant_type');
  }
}

/** `/oauth2/revoke`: ends a session; says the same whether there was one. */
export async function answerRevoke(pool: UserPool, request: HttpRequest): Promise<HttpResponse> {
  const form = await formOf(request);
  const token = form.get('token') ?? '';
  const session = pool.sessions.find(token);
  if (session !== undefined && session.clientId !== form.get('client_id')) return refused('invalid_client');
  await pool.sessions.revoke(token);
  return { status: 200, headers: [], body: '' };
}

async function redeem(pool: UserPool, client: UserPoolClientPlan, form: URLSearchParams): Promise<HttpResponse> {
  const grant = pool.codes.redeem(form.get('code') ?? '', {
    clientId: client.id,
    redirectUri: form.get('redirect_uri') ?? '',
    verifier: form.get('code_verifier') ?? '',
  });
  if (grant === undefined) return refused('invalid_grant');
  const now = pool.clock.now();
  const { username, scope, nonce } = grant;
  const session = {
    id: randomUUID(),
    username,
    clientId: client.id,
    scope,
    signedInAt: now,
    endsAt: now + client.lives.refreshS * 1000,
  };
  const issued = tokensOf(pool, client, session, nonce);
  if (issued === undefined) return refused('invalid_grant');
  return granted({ ...issued, refresh_token: await pool.sessions.begin(session) });
}

async function refresh(pool: UserPool, client: UserPoolClientPlan, token: string): Promise<HttpResponse> {
  const session = pool.sessions.find(token);
  const issued = session?.clientId === client.id ? tokensOf(pool, client, session) : undefined;
  if (session === undefined || issued === undefined) return refused('invalid_grant');
  if (client.rotation === undefined) return granted(issued);
  const next = await pool.sessions.rotate(token, session, client.rotation.graceS * 1000);
  return granted({ ...issued, refresh_token: next });
}

/** Groups are those of now, so that a refresh shows a change; nothing for somebody who is gone or disabled. */
function tokensOf(pool: UserPool, client: UserPoolClientPlan, session: Session, nonce?: string) {
  const person = pool.people.find(session.username);
  if (person?.enabled !== true) return undefined;
  const by = { issuer: pool.plan.issuer, client, nowMs: pool.clock.now() };
  return issueTokens(pool.key, by, { person, groups: pool.people.groupsOf(person.username), session, nonce });
}

async function formOf(request: HttpRequest): Promise<URLSearchParams> {
  return new URLSearchParams(String((await request.body(cognitoLimits.formMaxBytes)) ?? ''));
}

function granted(tokens: object): HttpResponse {
  return jsonAnswer(200, tokens, [['cache-control', 'no-store']]);
}

function refused(error: string): HttpResponse {
  return jsonAnswer(400, { error });
}
