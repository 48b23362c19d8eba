import * as z from 'zod';
import { authorise } from '../aws/authorise.ts';
import { AwsError } from '../aws/aws-error.ts';
import { type JsonOperation, jsonOperation, jsonService } from '../aws/json-service.ts';
import type { AwsService, Caller } from '../aws/service.ts';
import { cognitoLimits } from '../limits.ts';
import type { Person } from './people.ts';
import type { UserPool } from './pool.ts';

const name = z.string().regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u);
const inPool = z.strictObject({ UserPoolId: z.string() });
const ofUser = inPool.extend({ Username: name });
const ofMembership = ofUser.extend({ GroupName: name });
const attributes = z.array(z.strictObject({ Name: z.string().min(1).max(32), Value: z.string().max(2_048) }));
const limit = z.int().min(1).max(cognitoLimits.pageMax).default(cognitoLimits.pageMax);

/**
 * The part of Cognito's API that looks after people and groups; anything else is refused by name.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html
 */
export function createUserPoolService(pools: readonly UserPool[]): AwsService {
  const on: On = (schema, action, run) =>
    jsonOperation(schema, (input, caller) => run(poolOf(pools, input.UserPoolId, action, caller), input));

  return jsonService({
    signingName: 'cognito-idp',
    targetPrefix: 'AWSCognitoIdentityProviderService',
    operations: { ...users(on), ...groups(on) },
  });
}

/** Makes an operation on one pool, for whom its role lets do it. */
type On = <Schema extends z.ZodType<{ UserPoolId: string }>>(
  schema: Schema,
  action: string,
  run: (pool: UserPool, input: z.output<Schema>) => Promise<object> | object,
) => JsonOperation;

function users(on: On): Record<string, JsonOperation> {
  return {
    AdminCreateUser: on(
      ofUser.extend({
        UserAttributes: attributes.default([]),
        // Nobody is sent a message here, and nobody has a password.
        MessageAction: z.literal('SUPPRESS').optional(),
        TemporaryPassword: z.string().optional(),
      }),
      'AdminCreateUser',
      async ({ people }, { Username, UserAttributes }) => {
        if (people.find(Username)) throw new AwsError('UsernameExistsException', 'User account already exists');
        if (people.count() >= cognitoLimits.usersMax) throw new AwsError('LimitExceededException', 'Too many users.');
        const given = Object.fromEntries(UserAttributes.map((one) => [one.Name, one.Value]));
        return { User: described(await people.add({ username: Username, attributes: given })) };
      },
    ),
    AdminGetUser: on(ofUser, 'AdminGetUser', (pool, { Username }) => {
      const { Attributes, ...user } = described(personOf(pool, Username));
      return { ...user, UserAttributes: Attributes };
    }),
    AdminDeleteUser: on(ofUser, 'AdminDeleteUser', async (pool, { Username }) => {
      personOf(pool, Username);
      await Promise.all([pool.sessions.endAll(Username), pool.people.remove(Username)]);
      return {};
    }),
    AdminEnableUser: on(ofUser, 'AdminEnableUser', async (pool, { Username }) => {
      await pool.people.setEnabled(personOf(pool, Username).username, true);
      return {};
    }),
    AdminDisableUser: on(ofUser, 'AdminDisableUser', async (pool, { Username }) => {
      await pool.people.setEnabled(personOf(pool, Username).username, false);
      return {};
    }),
    AdminUserGlobalSignOut: on(ofUser, 'AdminUserGlobalSignOut', async (pool, { Username }) => {
      await pool.sessions.endAll(personOf(pool, Username).username);
      return {};
    }),
    ListUsers: on(
      inPool.extend({ Limit: limit, PaginationToken: z.string().optional() }),
      'ListUsers',
      ({ people }, { Limit, PaginationToken = '' }) => {
        const page = people.list({ after: PaginationToken, count: Limit });
        const last = page.length === Limit ? page.at(-1) : undefined;
        return { Users: page.map(described), ...(last === undefined ? {} : { PaginationToken: last.username }) };
      },
    ),
  };
}

function groups(on: On): Record<string, JsonOperation> {
  const groupOf = (pool: UserPool, group: string) => {
    if (!pool.people.groups().includes(group)) throw new AwsError('ResourceNotFoundException', 'Group not found.');
    return group;
  };
  return {
    CreateGroup: on(
      inPool.extend({ GroupName: name, Description: z.string().optional() }),
      'CreateGroup',
      async (pool, { GroupName }) => {
        if (pool.people.groups().includes(GroupName)) {
          throw new AwsError('GroupExistsException', 'A group with the name already exists.');
        }
        await pool.people.addGroup(GroupName);
        return { Group: { GroupName, UserPoolId: pool.plan.id } };
      },
    ),
    ListGroups: on(inPool, 'ListGroups', ({ people, plan }) => ({ Groups: namedGroups(people.groups(), plan.id) })),
    AdminListGroupsForUser: on(ofUser, 'AdminListGroupsForUser', (pool, { Username }) => {
      return { Groups: namedGroups(pool.people.groupsOf(personOf(pool, Username).username), pool.plan.id) };
    }),
    AdminAddUserToGroup: on(ofMembership, 'AdminAddUserToGroup', async (pool, { Username, GroupName }) => {
      await pool.people.join(personOf(pool, Username).username, groupOf(pool, GroupName));
      return {};
    }),
    AdminRemoveUserFromGroup: on(ofMembership, 'AdminRemoveUserFromGroup', async (pool, { Username, GroupName }) => {
      await pool.people.leave(personOf(pool, Username).username, groupOf(pool, GroupName));
      return {};
    }),
  };
}

function poolOf(pools: readonly UserPool[], id: string, action: string, caller: Caller): UserPool {
  const pool = pools.find(({ plan }) => plan.id === id);
  // Who may not ask must not learn which pools there are.
  authorise(caller, `cognito-idp:${action}`, pool?.plan.arn ?? '*');
  if (pool === undefined) throw new AwsError('ResourceNotFoundException', `User pool ${id} does not exist.`);
  return pool;
}

function personOf(pool: UserPool, username: string): Person {
  const person = pool.people.find(username);
  if (person === undefined) throw new AwsError('UserNotFoundException', 'User does not exist.');
  return person;
}

function described({ username, sub, enabled, attributes: known, createdAt, modifiedAt }: Person) {
  return {
    Username: username,
    Attributes: Object.entries({ sub, ...known }).map(([Name, Value]) => ({ Name, Value })),
    UserCreateDate: createdAt / 1000,
    UserLastModifiedDate: modifiedAt / 1000,
    Enabled: enabled,
    UserStatus: 'CONFIRMED',
  };
}

function namedGroups(names: readonly string[], poolId: string): object[] {
  return names.map((GroupName) => ({ GroupName, UserPoolId: poolId }));
}
