import { evaluate } from '../policy/evaluate.ts';
import type { PolicyStatement } from '../template/plan.ts';
import { AccessDenied } from './aws-error.ts';
import type { Caller } from './service.ts';

/** A service that acts on its own behalf, e.g. SNS when it delivers to a queue: only a resource policy can let it. */
export interface ServicePrincipal {
  service: string;
  sourceArn: string;
}

export interface AuthoriseOptions {
  /** Further condition keys of the request, e.g. `kms:EncryptionContext:…`. */
  context?: Record<string, string>;
  /** The policy of the resource itself (queue, topic, key). */
  resourcePolicy?: readonly PolicyStatement[];
  /** KMS: policies of roles count only as far as the key policy names the account (`:root`). */
  needsDelegation?: boolean;
}

/**
 * Lets the caller do `action` (`sqs:SendMessage`) on a resource, or throws. As AWS within one account: a Deny anywhere
 * denies; else either the caller's own statements or the resource's policy must allow.
 * @throws AccessDenied
 */
export function authorise(
  caller: Caller | ServicePrincipal,
  action: string,
  resourceArn: string,
  options: AuthoriseOptions = {},
): void {
  const request = { action, resource: resourceArn, context: { ...contextOf(caller, resourceArn), ...options.context } };
  const policy = options.resourcePolicy ?? [];
  const named = policy.filter((statement) => names(statement, caller));
  const delegating = policy.filter((statement) => namesAccount(statement, resourceArn));
  const denies = delegating.filter(({ effect }) => effect === 'Deny');

  const isOwn = 'statements' in caller;
  const delegated = !options.needsDelegation || evaluate([...delegating], request) === 'allowed';
  const own = isOwn && (delegated || caller.roleArn === 'operator') ? caller.statements : [];
  // With the caller's own statements left out, its own denies must still count.
  const ownDenies = isOwn ? caller.statements.filter(({ effect }) => effect === 'Deny') : [];

  const statements = [...own, ...ownDenies, ...named, ...denies];
  if (evaluate(statements, request) !== 'allowed') throw new AccessDenied(nameOf(caller), action, resourceArn);
}

function nameOf(caller: Caller | ServicePrincipal): string {
  return 'service' in caller ? `Service: ${caller.service}` : `User: ${caller.roleArn}`;
}

function contextOf(caller: Caller | ServicePrincipal, resourceArn: string): Record<string, string> {
  const account = accountOf('service' in caller ? caller.sourceArn : resourceArn);
  // Loopback never leaves the machine, so a policy that demands TLS has what it wants.
  const common = { 'aws:SecureTransport': 'true' };
  if ('service' in caller) {
    return { ...common, 'aws:SourceArn': caller.sourceArn, 'aws:SourceAccount': account };
  }
  return { ...common, 'aws:PrincipalArn': caller.roleArn, 'aws:PrincipalAccount': account };
}

/** Whether a statement of a resource policy names this caller itself. */
function names({ principals = {} }: PolicyStatement, caller: Caller | ServicePrincipal): boolean {
  if (principals['*'] !== undefined) return true;
  if ('service' in caller) return principals['Service']?.includes(caller.service) ?? false;
  return principals['AWS']?.some((principal) => principal === '*' || principal === caller.roleArn) ?? false;
}

/** Whether a statement names the resource's account, which leaves the decision to the account's own policies. */
function namesAccount({ principals = {} }: PolicyStatement, resourceArn: string): boolean {
  const account = accountOf(resourceArn);
  return (
    principals['AWS']?.some((principal) => principal === account || principal.endsWith(`:iam::${account}:root`)) ??
    false
  );
}

function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}
