import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { permits } from '../lambda/permissions.ts';
import type { LambdaRuntime } from '../lambda/runtime.ts';
import { iotLimits } from '../limits.ts';
import { identityPolicySchema } from '../policy/document.ts';
import { iotService } from '../policy/services.ts';
import type { FunctionPlan, IotAuthorizerPlan, PolicyStatement } from '../template/plan.ts';
import type { WebRequest } from './connection.ts';

/** User name and password of a CONNECT. */
export interface Credentials {
  username: string | undefined;
  password: Buffer | undefined;
}

/** What an authorizer's function has decided for a client. */
interface CustomDecision {
  principalId: string;
  statements: PolicyStatement[];
  disconnectAfterS: number;
  refreshAfterS: number;
}

/**
 * The template's custom authorizers.
 * https://docs.aws.amazon.com/iot/latest/developerguide/custom-auth-lambda.html
 */
export interface CustomAuthorizers {
  /** Asks the authorizer that the user name names; `why` is for the operator's log and never has the password in it. */
  ask(client: {
    clientId: string;
    web: WebRequest;
    credentials: Credentials;
  }): Promise<CustomDecision | { why: string }>;
}

const seconds = z.int().min(iotLimits.customDecisionMinS).max(iotLimits.customDecisionMaxS);
const document = z.preprocess((value) => (typeof value === 'string' ? jsonOf(value) : value), identityPolicySchema);
const answer = z.discriminatedUnion('isAuthenticated', [
  z.object({ isAuthenticated: z.literal(false) }),
  z.object({
    isAuthenticated: z.literal(true),
    principalId: z.string().regex(/^[a-zA-Z0-9]{1,128}$/, 'is not of letters and digits, at most 128'),
    policyDocuments: z
      .array(z.unknown().refine(isShort, `is over ${iotLimits.customPolicyMaxCharacters} characters`).pipe(document))
      .max(iotLimits.customPoliciesMax),
    disconnectAfterInSeconds: seconds,
    refreshAfterInSeconds: seconds,
  }),
]);

export function createCustomAuthorizers(options: {
  authorizers: readonly IotAuthorizerPlan[];
  functions: readonly FunctionPlan[];
  runtime: Pick<LambdaRuntime, 'invoke'>;
}): CustomAuthorizers {
  const byName = new Map(options.authorizers.map((plan) => [plan.name, plan]));
  const functions = new Map(options.functions.map((fn) => [fn.arn, fn]));

  return {
    async ask({ clientId, web, credentials }) {
      const plan = byName.get(authorizerNamed(credentials.username) ?? '');
      if (plan === undefined) return { why: 'its user name names no custom authorizer' };
      const { name, arn, functionArn, active } = plan;
      if (!active) return { why: `the authorizer ${name} is not active` };
      const fn = functions.get(functionArn);
      if (fn === undefined || !permits(fn, iotService, arn)) return { why: `the function does not permit ${name}` };
      const outcome = await options.runtime.invoke(functionArn, JSON.stringify(eventOf(clientId, web, credentials)));
      if (outcome.functionError !== undefined) return { why: `the function of ${name} failed` };
      const parsed = answer.safeParse(jsonOf(outcome.payload));
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        return { why: `the answer of ${name} is not usable: ${issue?.path.join('.')}: ${issue?.message}` };
      }
      if (!parsed.data.isAuthenticated) return { why: `${name} does not let it in` };
      const { principalId, policyDocuments, disconnectAfterInSeconds, refreshAfterInSeconds } = parsed.data;
      return {
        principalId,
        statements: policyDocuments.flat(),
        disconnectAfterS: disconnectAfterInSeconds,
        refreshAfterS: refreshAfterInSeconds,
      };
    },
  };
}

/** `someone?x-amz-customauthorizer-name=consoles` */
function authorizerNamed(username = ''): string | undefined {
  const at = username.indexOf('?');
  const query = new URLSearchParams(at < 0 ? '' : username.slice(at));
  return query.get('x-amz-customauthorizer-name') ?? undefined;
}

function eventOf(clientId: string, web: WebRequest, { username, password }: Credentials): object {
  return {
    protocols: ['tls', 'http', 'mqtt'],
    protocolData: {
      tls: { serverName: web.headers['host']?.replace(/:\d+$/, '') ?? '' },
      http: { headers: web.headers, queryString: web.queryString },
      mqtt: {
        ...(username === undefined ? {} : { username }),
        ...(password === undefined ? {} : { password: password.toString('base64') }),
        clientId,
      },
    },
    signatureVerified: false,
    connectionMetadata: { id: randomUUID() },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isShort(value: unknown): boolean {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= iotLimits.customPolicyMaxCharacters;
}
