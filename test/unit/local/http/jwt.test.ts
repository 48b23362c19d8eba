// Goal: no token gets in but a good one of this issuer for this audience, and the function sees its claims as on AWS.
// Method: real tokens, each with one fault, through a real port; an issuer on another port.
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { keys, startIssuer, tokenOf } from './issuer.ts';
import { startGateway } from './start-gateway.ts';

const nowS = Math.floor(Date.now() / 1000);

async function startApi(scopes: string[] = []) {
  const { issuer, asked } = await startIssuer();
  const gateway = await startGateway({
    routes: [{ key: 'GET /alerts', integrationId: 'behind', authorizerId: 'tokens', scopes }],
    authorizers: [{ id: 'tokens', header: 'authorization', issuer, audience: ['page', 'phone'] }],
  });
  const good = { iss: issuer, aud: 'page', exp: nowS + 300, nbf: nowS - 1, iat: nowS - 1, sub: 'someone' };
  const ask = (token: string | undefined) =>
    fetch(`${gateway.url}/alerts`, token === undefined ? {} : { headers: { authorization: token } });
  return { ...gateway, issuer, asked, good, ask };
}

test('each fault of a token is refused, and a good one let in', async () => {
  const { good, ask, asked } = await startApi();
  const [head, , signature] = tokenOf(good).split('.');
  const edited = Buffer.from(JSON.stringify({ ...good, sub: 'boss' })).toString('base64url');
  const publicPem = keys.own.publicKey.export({ type: 'spki', format: 'pem' });
  const unsigned = tokenOf(good, { alg: 'HS256' }).split('.').slice(0, 2).join('.');
  const hmac = createHmac('sha256', publicPem).update(unsigned).digest('base64url');
  const faulty: Record<string, string> = {
    'has expired': tokenOf({ ...good, exp: nowS - 1 }),
    'is not valid yet': tokenOf({ ...good, nbf: nowS + 60 }),
    'is from the future': tokenOf({ ...good, iat: nowS + 60 }),
    'the issuer is another': tokenOf({ ...good, iss: 'http://127.0.0.1:1' }),
    'the audience is another': tokenOf({ ...good, aud: ['tablet'] }),
    'the audience is another ': tokenOf({ ...good, aud: 'tablet', client_id: 'page' }),
    'the audience is another  ': tokenOf({ ...good, aud: undefined, client_id: 'tablet' }),
    'the signing method is not RS256': `${tokenOf(good, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`,
    'the signing method is not RS256 ': `${unsigned}.${hmac}`,
    'the issuer has no such key': tokenOf(good, { kid: 'strange' }, keys.strange.privateKey),
    'the signature is invalid': tokenOf(good, {}, keys.strange.privateKey),
    'the signature is invalid ': `${head}.${edited}.${signature}`,
    'the claims are incomplete': tokenOf({ ...good, exp: undefined }),
    'the token has no usable header': tokenOf(good, { kid: undefined }),
    'the token is malformed': 'nonsense',
  };
  for (const [why, token] of Object.entries(faulty)) {
    const answer = await ask(`Bearer ${token}`);
    expect([answer.status, await answer.json()], why).toEqual([401, { message: 'Unauthorized' }]);
    expect(answer.headers.get('www-authenticate'), why).toContain(why.trim());
  }
  for (const nothing of [undefined, 'Bearer ']) {
    const answer = await ask(nothing);
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  }
  expect((await ask(`Bearer ${tokenOf(good)}`)).status).toBe(200);
  expect((await ask(tokenOf({ ...good, aud: undefined, client_id: 'phone' }))).status).toBe(200);
  // However many tokens came, the keys were read once: the strange key's token came within seconds.
  expect(asked).toEqual(['/.well-known/openid-configuration', '/keys']);
});

test('claims are texts as API Gateway writes them; a route may want scopes', async () => {
  const { good, ask } = await startApi(['alerts', 'gates']);
  const answer = await ask(
    tokenOf({
      ...good,
      scope: 'openid alerts',
      'cognito:groups': ['guard', 'community:xixi'],
      deep: { b: [1], a: null },
      yes: true,
    }),
  );
  expect(await answer.json()).toHaveProperty('requestContext.authorizer.jwt', {
    scopes: ['alerts'],
    claims: expect.objectContaining({
      'cognito:groups': '[guard community:xixi]',
      deep: 'map[a:<nil> b:[1]]',
      yes: 'true',
      exp: String(good.exp),
    }),
  });
  const refused = await ask(tokenOf({ ...good, scope: 'openid' }));
  expect([refused.status, await refused.json()]).toEqual([403, { message: 'Forbidden' }]);
});

test('an issuer that does not answer lets nobody in, and the log says so', async () => {
  const { url, lines } = await startGateway({
    routes: [{ key: 'GET /alerts', integrationId: 'behind', authorizerId: 'tokens', scopes: [] }],
    authorizers: [{ id: 'tokens', header: 'authorization', issuer: 'http://127.0.0.1:1', audience: ['page'] }],
  });
  const answer = await fetch(`${url}/alerts`, { headers: { authorization: tokenOf({}) } });
  expect([answer.status, await answer.json()]).toEqual([500, { message: 'Internal Server Error' }]);
  expect(lines[0]).toContain('keys cannot be read from http://127.0.0.1:1/.well-known/openid-configuration');
});
