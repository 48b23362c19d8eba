import { hash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { consoleClientId } from '../../../domain/access/console-client.ts';
import { consoleLimits } from '../../../domain/limits/consoles.ts';
import { communityKey, consoleKey, signedOutKey } from '../../../domain/state-keys.ts';
import { type FunctionsUnderTest, startFunctions } from '../../helpers/functions.ts';
import { badTokens, startTokenIssuer, type TokenIssuer } from '../../helpers/token-issuer.ts';

/*
 * Goal: a console is let in with a good token of a sign-in that holds, under its own name, to its own alerts, for as
 * long as AWS and the token allow; whoever else comes learns nothing.
 * Method: the function as Lambda loads it, real tables, an issuer over HTTP with real keys.
 */

const place = { district: 'yuhang', community: 'xixi' };
const clientOf = (subject: string, page = 'p1') => consoleClientId(hash('sha256', subject), page);
const wang = clientOf('wang');
const refused = { isAuthenticated: false };
const arn = (name: string) => `arn:aws:iot:local-1:000000000000:${name}`;

let functions: FunctionsUnderTest;
let issuer: TokenIssuer;
let ask: (event: object) => Promise<unknown>;

beforeAll(async () => {
  functions = await startFunctions();
  issuer = await startTokenIssuer();
  vi.stubEnv('TOKEN_ISSUER', issuer.url);
  vi.stubEnv('TOKEN_AUDIENCE', issuer.audience);
  await functions.tables.putState({ ...communityKey('xixi'), district: 'yuhang' });
});
beforeEach(async () => {
  ask = await functions.coldStartAuthorizer();
});
afterAll(async () => {
  await issuer.stop();
  await functions.stop();
});

const connect = (token: string, clientId: string | undefined = wang) =>
  ask({
    protocols: ['tls', 'http', 'mqtt'],
    protocolData: {
      mqtt: {
        username: 'page?x-amz-customauthorizer-name=gatehouse-consoles',
        ...(token === '' ? {} : { password: Buffer.from(token).toString('base64') }),
        ...(clientId === undefined ? {} : { clientId }),
      },
    },
    signatureVerified: false,
    connectionMetadata: { id: 'c' },
  });

test('a guard hears the alerts of their community and may do nothing else', async () => {
  const topic = `gatehouse/v1/guards/${place.district}/${place.community}/alerts`;
  expect(await connect(issuer.token())).toEqual({
    isAuthenticated: true,
    principalId: hash('sha256', 'wang'),
    disconnectAfterInSeconds: expect.toSatisfy((s: number) => s >= 890 && s <= 900),
    refreshAfterInSeconds: 300,
    policyDocuments: [
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'iot:Connect',
            Resource: [arn(`client/${wang}`)],
            Condition: {
              'ForAllValues:StringNotEquals': { 'iot:ConnectAttributes': ['PersistentConnect', 'LastWill'] },
            },
          },
        ],
      },
      {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 'iot:Subscribe', Resource: [arn(`topicfilter/${topic}`)] },
          { Effect: 'Allow', Action: 'iot:Receive', Resource: [arn(`topic/${topic}`)] },
        ],
      },
    ],
  });
});

test('a district’s officer hears all of it by one filter, with an access token as Cognito’s', async () => {
  const token = issuer.token({
    aud: undefined,
    client_id: issuer.audience,
    token_use: 'access',
    groups: undefined,
    'cognito:groups': ['officer', 'district:yuhang'],
  });
  expect(await connect(token)).toMatchObject({
    policyDocuments: [
      {},
      {
        Statement: [
          { Resource: [arn('topicfilter/gatehouse/v1/guards/yuhang/+/alerts')] },
          { Resource: [arn('topic/gatehouse/v1/guards/yuhang/*/alerts')] },
        ],
      },
    ],
  });
});

describe('nobody is let in, and nothing is said, with a token', () => {
  test.each(Object.entries(badTokens))('%s', async (_, make) => {
    expect(await connect(make(issuer))).toEqual(refused);
  });

  test('that is longer than any of ours', async () => {
    expect(await connect(issuer.token({ more: 'x'.repeat(consoleLimits.tokenCharactersMax) }))).toEqual(refused);
  });
});

test.each([
  ['of somebody else', clientOf('li')],
  ['of a gate', 'xixi-gate-1'],
  ['that is not there', undefined],
])('nobody takes a client id %s', async (_, clientId) => {
  expect(await connect(issuer.token(), clientId ?? '')).toEqual(refused);
});

test('the log says why, and neither who nor with what', async () => {
  functions.logged.length = 0;
  const token = issuer.token({ aud: 'another' });
  await connect(token);
  const logged = functions.logged.join('');
  expect(logged).toContain('other-audience');
  expect(logged).toContain('"ConsolesRefused":1');
  for (const secret of [token.split('.')[1] ?? '', 'wang', hash('sha256', 'wang')])
    expect(logged).not.toContain(secret);
});

describe('a sign-in', () => {
  test('that was ended lets nobody in, with whichever of its tokens', async () => {
    await functions.tables.putState({ ...signedOutKey('ended'), expiresAt: Math.ceil(Date.now() / 1_000) + 60 });
    expect(await connect(issuer.token({ sid: 'ended' }))).toEqual(refused);
    expect(await connect(issuer.token({ sid: 'ended', exp: Math.ceil(Date.now() / 1_000) + 600 }))).toEqual(refused);
  });

  test('knows its consoles, until none of them can still be connected', async () => {
    const exp = Math.ceil(Date.now() / 1_000) + 700;
    await connect(issuer.token({ sid: 'known', exp }));
    expect(await functions.tables.readState(consoleKey('known', wang))).toMatchObject({ expiresAt: exp });
  });

  test('has so many consoles and no more; those that have ended do not count, and one that is there stays', async () => {
    const endsAt = Math.ceil(Date.now() / 1_000) + 600;
    for (let page = 1; page < consoleLimits.consolesPerSessionMax; page++) {
      await functions.tables.putState({ ...consoleKey('many', clientOf('wang', `old${page}`)), expiresAt: endsAt });
    }
    await functions.tables.putState({ ...consoleKey('many', 'gone'), expiresAt: endsAt - 1_200 });
    const token = issuer.token({ sid: 'many' });
    expect(await connect(token, clientOf('wang', 'last'))).toMatchObject({ isAuthenticated: true });
    expect(await connect(token, clientOf('wang', 'more'))).toEqual(refused);
    expect(await connect(token, clientOf('wang', 'last'))).toMatchObject({ isAuthenticated: true });
  });
});

test('a connection outlives a token that is about to end by as little as AWS allows', async () => {
  const exp = Math.ceil(Date.now() / 1_000) + 20;
  expect(await connect(issuer.token({ exp }))).toMatchObject({ disconnectAfterInSeconds: 300 });
});

test('the most places that there can be fit what IoT Core takes; with one more nobody is let in', async () => {
  const names = Array.from({ length: consoleLimits.filtersMax }, (_, index) => `${'c'.repeat(30)}${10 + index}`);
  for (const name of names) await functions.tables.putState({ ...communityKey(name), district: 'd'.repeat(32) });
  const groups = ['guard', ...names.map((name) => `community:${name}`)];
  const answer = await connect(issuer.token({ groups }));
  const { policyDocuments } = answer as { policyDocuments: object[] };
  expect(policyDocuments).toHaveLength(10);
  // The partition and region with the longest names.
  const longer = 'arn:aws-us-gov:iot:us-gov-west-1:000000000000:'.length - arn('').length;
  for (const document of policyDocuments) {
    const text = JSON.stringify(document);
    expect(text.length + longer * (text.split('arn:').length - 1)).toBeLessThanOrEqual(2_048);
  }
  expect(await connect(issuer.token({ groups: [...groups, 'community:xixi'] }))).toEqual(refused);
});

describe('the issuer’s keys', () => {
  test('are asked for once, also by many at once', async () => {
    issuer.asked.length = 0;
    await Promise.all([1, 2, 3].map(() => connect(issuer.token())));
    await connect(issuer.token());
    expect(issuer.asked).toEqual(['/.well-known/openid-configuration', '/keys']);
  });

  test('are asked for again with a key that is not known, once a minute at most', async () => {
    await connect(issuer.token());
    issuer.asked.length = 0;
    const clock = vi.spyOn(Date, 'now');
    try {
      const strange = () => connect(issuer.token({}, { kid: 'strange' }));
      await strange();
      expect(issuer.asked).toEqual([]);
      const now = Date.now();
      clock.mockImplementation(() => now + consoleLimits.keysAgainAfterMs);
      issuer.rotate();
      expect(await connect(issuer.token())).toMatchObject({ isAuthenticated: true });
      await strange();
      expect(issuer.asked).toEqual(['/.well-known/openid-configuration', '/keys']);
    } finally {
      clock.mockRestore();
    }
  });

  test('that cannot be had let nobody in, and the function fails so that it is noticed', async () => {
    vi.stubEnv('TOKEN_ISSUER', 'http://127.0.0.1:9');
    ask = await functions.coldStartAuthorizer();
    vi.stubEnv('TOKEN_ISSUER', issuer.url);
    await expect(connect(issuer.token())).rejects.toThrow('cannot be asked for its keys');
  });
});
