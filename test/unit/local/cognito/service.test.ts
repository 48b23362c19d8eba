// Goal: whoever looks after people and groups does so by Cognito's API, as far as the role lets them.
// Method: requests as the SDK frames them, by an operator and by a role with one permission.
import { expect, test } from 'vitest';
import * as z from 'zod';
import { createUserPoolService } from '../../../../local/cognito/service.ts';
import { allow, operatorKey, startEndpoint, worker, workerKey } from '../aws/endpoint.ts';
import { claimsOf, startPool } from './start-pool.ts';

const listed = z.object({ Users: z.array(z.object({ Username: z.string() })), PaginationToken: z.string().optional() });

async function startService() {
  const started = await startPool();
  const { arn } = started.pool.plan;
  const { endpoint } = await startEndpoint([createUserPoolService([started.pool])], {
    asWorker: worker(allow(['cognito-idp:ListUsers'], [arn])),
  });
  const call = async (operation: string, input: object = {}, key = operatorKey) => {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/local-1/cognito-idp/aws4_request`,
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify({ UserPoolId: 'local-1_pool', ...input }),
    });
    return answer.json();
  };
  return { ...started, call };
}

test('a person is added, put into groups, signed out everywhere, disabled and removed', async () => {
  const { call, signIn, token } = await startService();
  const Username = 'guard-liangzhu';
  expect(
    await call('AdminCreateUser', {
      Username,
      UserAttributes: [{ Name: 'name', Value: '良渚' }],
      MessageAction: 'SUPPRESS',
    }),
  ).toMatchObject({ User: { Username, Enabled: true, UserStatus: 'CONFIRMED' } });
  expect(await call('AdminCreateUser', { Username })).toMatchObject({ __type: 'UsernameExistsException' });
  const GroupName = 'community:liangzhu';
  expect(await call('AdminAddUserToGroup', { Username, GroupName })).toMatchObject({
    __type: 'ResourceNotFoundException',
  });
  await call('CreateGroup', { GroupName });
  expect(await call('CreateGroup', { GroupName: 'guard' })).toMatchObject({ __type: 'GroupExistsException' });
  await call('AdminAddUserToGroup', { Username, GroupName });
  await call('AdminAddUserToGroup', { Username, GroupName: 'guard' });
  expect(await call('AdminListGroupsForUser', { Username })).toMatchObject({
    Groups: [{ GroupName }, { GroupName: 'guard' }],
  });
  await call('AdminRemoveUserFromGroup', { Username, GroupName: 'guard' });

  const tokens = await signIn(Username);
  expect(claimsOf(tokens['id_token'])).toMatchObject({ name: '良渚', 'cognito:groups': [GroupName] });
  await call('AdminUserGlobalSignOut', { Username });
  const again = await token({ grant_type: 'refresh_token', refresh_token: tokens['refresh_token'] ?? '' });
  expect(await again.json()).toEqual({ error: 'invalid_grant' });
  await call('AdminDisableUser', { Username });
  expect(await call('AdminGetUser', { Username })).toMatchObject({ Enabled: false });
  await call('AdminEnableUser', { Username });
  await call('AdminDeleteUser', { Username });
  expect(await call('AdminGetUser', { Username })).toMatchObject({ __type: 'UserNotFoundException' });
});

test('people are listed a page at a time; groups with those of the template', async () => {
  const { call, pool } = await startService();
  const names: string[] = [];
  for (let more: object | undefined = {}; more !== undefined; ) {
    const page = listed.parse(await call('ListUsers', { Limit: 2, ...more }));
    names.push(...page.Users.map(({ Username }) => Username));
    more = page.PaginationToken === undefined ? undefined : { PaginationToken: page.PaginationToken };
  }
  expect(names).toEqual(pool.shown().map(({ username }) => username));
  expect(await call('ListGroups')).toMatchObject({
    Groups: expect.arrayContaining([{ GroupName: 'guard', UserPoolId: 'local-1_pool' }]),
  });
});

test('a role may do what its policy says, and nobody what is not here', async () => {
  const { call } = await startService();
  expect(await call('ListUsers', {}, workerKey)).toHaveProperty('Users');
  expect(await call('AdminDeleteUser', { Username: 'operator' }, workerKey)).toMatchObject({
    __type: 'AccessDeniedException',
  });
  expect(await call('ListUsers', { UserPoolId: 'local-1_other' }, workerKey)).toMatchObject({
    __type: 'AccessDeniedException',
  });
  expect(await call('ListUsers', { Filter: 'name = "x"' })).toMatchObject({ __type: 'ValidationException' });
  expect(await call('AdminInitiateAuth')).toMatchObject({ __type: 'UnknownOperationException' });
});
