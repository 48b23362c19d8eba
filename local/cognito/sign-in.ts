import * as z from 'zod';
import type { HttpRequest, HttpResponse } from '../http/exchange.ts';
import { cognitoLimits } from '../limits.ts';
import type { UserPoolClientPlan } from '../template/plan.ts';
import type { UserPool } from './pool.ts';
import { isRedirect, withParameters } from './redirects.ts';
import { refusalPage, signInPage } from './sign-in-page.ts';

const short = z.string().max(cognitoLimits.textMaxCharacters);
const asked = z.object({
  client_id: short,
  redirect_uri: short,
  response_type: short.optional(),
  scope: short.optional(),
  state: short.optional(),
  nonce: short.optional(),
  code_challenge: short.optional(),
  code_challenge_method: short.optional(),
});

/**
 * `/oauth2/authorize` and `/login`: a page asks for a sign-in, somebody chooses who to be, and the page gets a code.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
 */
export async function answerSignIn(pool: UserPool, request: HttpRequest): Promise<HttpResponse> {
  const { data } = asked.safeParse(Object.fromEntries(new URLSearchParams(request.query)));
  const client = pool.plan.clients.find(({ id }) => id === data?.client_id);
  if (data === undefined || client === undefined) return refusalPage('client_id');
  // Before this holds, nothing is sent there, not even an error.
  if (!isRedirect(data.redirect_uri, client.callbackUrls, pool.ownOrigins)) return refusalPage('redirect_uri');
  const back = (parameters: Record<string, string>) =>
    redirection(withParameters(data.redirect_uri, { ...parameters, state: data.state }));
  const fault = faultOf(data, client);
  if (fault !== undefined) return back({ error: fault });
  if (request.method !== 'POST') return signInPage(pool.shown(), data.redirect_uri);

  const form = new URLSearchParams(String((await request.body(cognitoLimits.formMaxBytes)) ?? ''));
  const person = pool.people.find(form.get('username') ?? '');
  if (person?.enabled !== true) return signInPage(pool.shown(), data.redirect_uri);
  const code = pool.codes.give({
    username: person.username,
    clientId: client.id,
    redirectUri: data.redirect_uri,
    scope: data.scope ?? client.scopes.join(' '),
    challenge: data.code_challenge ?? '',
    nonce: data.nonce,
  });
  return back({ code });
}

/** `/logout`: nobody stays signed in on these pages, so there is only somewhere to go. */
export function answerLogout(pool: UserPool, request: HttpRequest): HttpResponse {
  const parameters = new URLSearchParams(request.query);
  const client = pool.plan.clients.find(({ id }) => id === parameters.get('client_id'));
  const target = parameters.get('logout_uri') ?? '';
  if (client === undefined || !isRedirect(target, client.logoutUrls, pool.ownOrigins)) return refusalPage('logout_uri');
  return redirection(target);
}

function faultOf(data: z.infer<typeof asked>, client: UserPoolClientPlan): string | undefined {
  if (data.response_type !== 'code') return 'unsupported_response_type';
  const isChallenge = /^[A-Za-z0-9_-]{43}$/.test(data.code_challenge ?? '');
  if (data.code_challenge_method !== 'S256' || !isChallenge) return 'invalid_request';
  const scopes = data.scope?.split(' ') ?? [];
  return scopes.every((scope) => client.scopes.includes(scope)) ? undefined : 'invalid_scope';
}

export function redirection(location: string): HttpResponse {
  return {
    status: 302,
    headers: [
      ['location', location],
      ['cache-control', 'no-store'],
    ],
    body: '',
  };
}
