import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { cognitoLimits } from '../limits.ts';
import type { Database } from '../store/database.ts';
import type { UserPoolPlan } from '../template/plan.ts';
import { type Codes, createCodes } from './codes.ts';
import { addDemoPeople } from './demo-people.ts';
import { openPeople, type People } from './people.ts';
import { openSessions, type Sessions } from './sessions.ts';
import { openSigningKey, type SigningKey } from './signing-key.ts';

/** A user pool of the template with what it holds. */
export interface UserPool {
  plan: UserPoolPlan;
  people: People;
  sessions: Sessions;
  codes: Codes;
  key: SigningKey;
  clock: Clock;
  /** Origins of the pages that this port serves. */
  ownOrigins: readonly string[];
  /** Whom the sign-in page offers. */
  shown(): { username: string; name: string; groups: string[] }[];
}

/** Opens a pool; its key lies in the state folder, and in an empty pool there are people for a demo. */
export async function openUserPool(
  plan: UserPoolPlan,
  options: { database: Database; clock: Clock; home: string; ownOrigins: readonly string[] },
): Promise<UserPool> {
  const people = openPeople(options, plan.id, plan.groups);
  await addDemoPeople(people);
  return {
    plan,
    people,
    sessions: openSessions(options, plan.id),
    codes: createCodes(options.clock),
    key: await openSigningKey(join(options.home, 'cognito', `${plan.id}.pem`)),
    clock: options.clock,
    ownOrigins: options.ownOrigins,
    shown: () =>
      people
        .list({ after: '', count: cognitoLimits.shownMax })
        .filter(({ enabled }) => enabled)
        .map(({ username, attributes }) => {
          return { username, name: attributes['name'] ?? username, groups: people.groupsOf(username) };
        }),
  };
}
