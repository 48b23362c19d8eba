import { randomBytes } from 'node:crypto';
import type { Caller } from './aws/service.ts';
import type { StackPlan } from './template/plan.ts';

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/**
 * Who may call the AWS endpoints in this run: each function with the rights of its role, and the operators'
 * commands with all rights. Keys are random and end with the run; the access key id alone is the secret.
 */
export interface Callers {
  byAccessKeyId: ReadonlyMap<string, Caller>;
  operator: Credentials;
  /** What a function with this role signs with. */
  of(roleArn: string): Credentials;
  /** The same role, when it is the runtime that acts for it: error actions and destinations. */
  callerOf(roleArn: string): Caller;
}

export function createCallers(plan: StackPlan): Callers {
  const operator = newCredentials();
  const byAccessKeyId = new Map<string, Caller>();
  byAccessKeyId.set(operator.accessKeyId, { roleArn: 'operator', statements: [everything] });
  const ofRole = new Map<string, Credentials>();
  for (const { arn, statements } of plan.roles) {
    const credentials = newCredentials();
    ofRole.set(arn, credentials);
    byAccessKeyId.set(credentials.accessKeyId, { roleArn: arn, statements });
  }
  return {
    byAccessKeyId,
    operator,
    of: (roleArn) => known(ofRole.get(roleArn), roleArn),
    callerOf: (roleArn) => known(byAccessKeyId.get(known(ofRole.get(roleArn), roleArn).accessKeyId), roleArn),
  };
}

/** The template reader has checked that every role that is named is there. */
function known<T>(found: T | undefined, roleArn: string): T {
  if (found === undefined) throw new TypeError(`the plan has no role ${roleArn}`);
  return found;
}

const everything: Caller['statements'][number] = { effect: 'Allow', actions: ['*'], resources: ['*'], conditions: {} };

function newCredentials(): Credentials {
  return {
    // The form of AWS' own ids; DynamoDB Local takes letters and digits only.
    accessKeyId: `GATE${randomBytes(16).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(20).toString('hex'),
  };
}
