// Goal: a page signs somebody in as at Cognito, and nobody else gets a token.
// Method: real requests as a browser sends them, in the good order and with one thing wrong at a time.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../../../local/clock.ts';
import { createIssuerKeys } from '../../../../local/http/jwt/issuer-keys.ts';
import { checkToken } from '../../../../local/http/jwt/token.ts';
import { createManualClock } from '../aws/manual-clock.ts';
import { claimsOf, startPool } from './start-pool.ts';

test('a guard signs in, and the tokens say who and where', async () => {
  const { signIn, issuer, folder } = await startPool();
  const tokens = await signIn('guard-both');
  expect(tokens).toMatchObject({ expires_in: 300, token_type: 'Bearer', refresh_token: expect.any(String) });
  const access = claimsOf(tokens['access_token']);
  const groups = ['community:wuchang', 'community:xixi', 'guard'];
  expect(access).toMatchObject({
    iss: issuer,
    client_id: 'page',
    token_use: 'access',
    scope: 'openid',
    username: 'guard-both',
    'cognito:groups': groups,
    exp: Number(access['iat']) + 300,
  });
  const id = claimsOf(tokens['id_token']);
  expect(id).toMatchObject({
    aud: 'page',
    token_use: 'id',
    nonce: 'once',
    sub: access['sub'],
    'cognito:groups': groups,
  });
  expect(id['origin_jti']).toBe(access['origin_jti']);

  const expected = { issuer, audience: ['page'], nowS: Date.now() / 1000 + 1 };
  const checked = await checkToken(tokens['access_token'] ?? '', expected, createIssuerKeys(issuer, systemClock).find);
  expect(checked).toHaveProperty('claims.username', 'guard-both');
  expect(statSync(join(folder, 'cognito/local-1_pool.pem')).mode & 0o777).toBe(0o600);
});

test('the page needs no script and can be framed, styled or sent by nobody else', async () => {
  const { authorise, choose, url } = await startPool();
  const page = await fetch(authorise());
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  const html = await page.text();
  expect(html).toContain('value="guard-xixi"');
  expect(html).not.toMatch(/<script|onclick|https?:\/\//);
  expect((await choose('guard-xixi', {}, 'http://evil.example')).answer.status).toBe(403);
  expect((await choose('nobody')).location).toBeNull();
  const { location } = await choose('guard-xixi', { state: 'a&b=c' });
  expect(new URL(location ?? '').searchParams.get('state')).toBe('a&b=c');
  expect(location?.startsWith(`${url}/back?code=`)).toBe(true);
});

test.each([
  ['client_id', { client_id: 'other' }],
  ['redirect_uri', { redirect_uri: 'https://evil.example/back' }],
  ['redirect_uri', { redirect_uri: 'https://console.example/other' }],
])('a wrong %s is told to nobody but who looks at the page: %j', async (why, changes) => {
  const { authorise } = await startPool();
  const answer = await fetch(authorise(changes), { redirect: 'follow' });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain(why);
});

test('what else is wrong is told to the page that asked', async () => {
  const { authorise } = await startPool();
  const location = async (changes: Record<string, string | undefined>) => {
    const login = await fetch(authorise(changes), { redirect: 'manual' });
    const answer = await fetch(login.headers.get('location') ?? '', { redirect: 'manual' });
    return new URL(answer.headers.get('location') ?? 'http://none').searchParams.get('error');
  };
  expect(await location({ response_type: 'token' })).toBe('unsupported_response_type');
  expect(await location({ code_challenge: undefined })).toBe('invalid_request');
  expect(await location({ code_challenge_method: 'plain' })).toBe('invalid_request');
  expect(await location({ scope: 'openid admin' })).toBe('invalid_scope');
});

test('a code is good once, for who asked for it, with the verifier, for five minutes', async () => {
  const clock = createManualClock(Date.now());
  const { choose, token, redirectUri } = await startPool({ clock });
  const codeOf = async () => new URL((await choose('guard-xixi')).location ?? '').searchParams.get('code') ?? '';
  const redeem = async (code: string, changes: Record<string, string> = {}) => {
    const good = { grant_type: 'authorization_code', code_verifier: 'v'.repeat(43), redirect_uri: redirectUri };
    const answer = await token({ ...good, code, ...changes });
    return [answer.status, ((await answer.json()) as { error?: string }).error];
  };
  const code = await codeOf();
  expect(await redeem(code)).toEqual([200, undefined]);
  expect(await redeem(code)).toEqual([400, 'invalid_grant']);
  expect(await redeem(await codeOf(), { code_verifier: 'w'.repeat(43) })).toEqual([400, 'invalid_grant']);
  expect(await redeem(await codeOf(), { redirect_uri: `${redirectUri}/` })).toEqual([400, 'invalid_grant']);
  expect(await redeem(await codeOf(), { client_id: 'other' })).toEqual([400, 'invalid_client']);
  const late = await codeOf();
  clock.advance(5 * 60_000);
  expect(await redeem(late)).toEqual([400, 'invalid_grant']);
  expect(await redeem('', { grant_type: 'password' })).toEqual([400, 'unsupported_grant_type']);
});

test('a refresh token lives as the client says, turns over and is revoked; state survives a restart', async () => {
  const clock = createManualClock(Date.now());
  const first = await startPool({ clock, rotation: { graceS: 10 } });
  const tokens = await first.signIn('guard-xixi');
  await first.end();
  const { pool, token, issuer } = await startPool({ clock, folder: first.folder, rotation: { graceS: 10 } });
  const refresh = async (refresh_token: string | undefined) =>
    (await token({ grant_type: 'refresh_token', refresh_token: refresh_token ?? '' })).json() as Promise<
      Record<string, string>
    >;

  await pool.people.leave('guard-xixi', 'community:xixi');
  const second = await refresh(tokens['refresh_token']);
  const { origin_jti, ...claims } = claimsOf(second['access_token']);
  expect(claims['cognito:groups']).toEqual(['guard']);
  expect(origin_jti).toBe(claimsOf(tokens['access_token'])['origin_jti']);
  expect(await refresh(tokens['refresh_token'])).toHaveProperty('access_token');
  clock.advance(10_000);
  expect(await refresh(tokens['refresh_token'])).toEqual({ error: 'invalid_grant' });

  await pool.people.setEnabled('guard-xixi', false);
  expect(await refresh(second['refresh_token'])).toEqual({ error: 'invalid_grant' });
  await pool.people.setEnabled('guard-xixi', true);
  const third = await refresh(second['refresh_token']);
  const revoke = new URLSearchParams({ client_id: 'page', token: third['refresh_token'] ?? '' });
  expect((await fetch(`${issuer}/oauth2/revoke`, { method: 'POST', body: revoke })).status).toBe(200);
  expect(await refresh(third['refresh_token'])).toEqual({ error: 'invalid_grant' });
});

test('an hour later a refresh token is worth nothing; logging out leads back only to known places', async () => {
  const clock = createManualClock(Date.now());
  const { signIn, token, issuer } = await startPool({ clock });
  const { refresh_token = '' } = await signIn('operator');
  clock.advance(3_600_000);
  expect(await (await token({ grant_type: 'refresh_token', refresh_token })).json()).toEqual({
    error: 'invalid_grant',
  });
  const logout = (uri: string) => fetch(`${issuer}/logout?client_id=page&logout_uri=${uri}`, { redirect: 'manual' });
  expect((await logout('https://console.example/')).headers.get('location')).toBe('https://console.example/');
  expect((await logout('https://evil.example/')).status).toBe(400);
});

test('a pool without a domain has keys and no pages', async () => {
  const { issuer, authorise } = await startPool({ hasPages: false });
  const discovery = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  expect(discovery).not.toHaveProperty('authorization_endpoint');
  expect((await fetch(authorise())).status).toBe(404);
});
