import { parseArn } from '../policy/arn.ts';
import { evaluate, evaluateForKey, type PolicyRequest } from '../policy/evaluate.ts';
import type { Context } from '../policy/pattern.ts';
import type { Principal } from '../policy/principals.ts';
import type { PolicyStatement } from '../template/plan.ts';
import { AccessDenied } from './aws-error.ts';
import type { Caller } from './service.ts';

/** A service that acts for itself, e.g. SNS when it delivers to a queue: only the resource's own policy can let it. */
export interface ServiceCaller {
  /** For example `sns.amazonaws.com`. */
  service: string;
  /** The resource on whose behalf it calls, e.g. the topic. */
  sourceArn: string;
}

/**
 * Lets the caller do `action` (`sqs:SendMessage`) on a resource, or throws. As AWS within one account: a Deny anywhere
 * denies; else either the caller's own statements or the policy of the resource itself (queue, topic) must allow.
 * `more` is what else the service says of the request, for conditions.
 * @throws AccessDenied
 */
export function authorise(
  caller: Caller | ServiceCaller,
  action: string,
  resourceArn: string,
  resourcePolicy: readonly PolicyStatement[] = [],
  more: Context = {},
): void {
  const asked = requestOf(caller, action, resourceArn);
  const request = { ...asked, context: { ...asked.context, ...more } };
  if (evaluate([...statementsOf(caller), ...resourcePolicy], request) === 'denied') deny(request);
}

/**
 * The same for a KMS key, whose policy alone can let the account's roles in.
 * @throws AccessDenied
 */
export function authoriseForKey(
  caller: Caller,
  action: string,
  keyArn: string,
  keyPolicy: readonly PolicyStatement[],
): void {
  const request = requestOf(caller, action, keyArn);
  if (evaluateForKey(statementsOf(caller), keyPolicy, request) === 'denied') deny(request);
}

function deny({ principal, action, resource }: PolicyRequest & { principal: Principal }): never {
  const name = 'service' in principal ? `Service: ${principal.service}` : `User: ${principal.arn}`;
  throw new AccessDenied(name, action, resource);
}

function requestOf(caller: Caller | ServiceCaller, action: string, resource: string) {
  const { partition = 'aws', account = '' } = parseArn(resource) ?? {};
  // Loopback never leaves the machine, so a policy that demands TLS has what it wants.
  const context = { 'aws:SecureTransport': ['true'] };
  if ('service' in caller) {
    return {
      action,
      resource,
      principal: { service: caller.service },
      context: { ...context, 'aws:SourceArn': [caller.sourceArn], 'aws:SourceAccount': [account] },
    };
  }
  // Operators are to the local runtime what the root user is to an account.
  const arn = caller.roleArn === 'operator' ? `arn:${partition}:iam::${account}:root` : caller.roleArn;
  return {
    action,
    resource,
    principal: { arn },
    context: { ...context, 'aws:PrincipalArn': [arn], 'aws:PrincipalAccount': [account] },
  };
}

function statementsOf(caller: Caller | ServiceCaller): readonly PolicyStatement[] {
  return 'statements' in caller ? caller.statements : [];
}
