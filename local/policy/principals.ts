import { parseArn } from './arn.ts';

/** Who asks: an AWS service for itself, or a role (or user) by its ARN. */
export type Principal = { service: string } | { arn: string };

/**
 * How a resource policy's `Principal` names who asks: `direct`, or only as a member of its account, which leaves the
 * decision to the identity's own policies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function principalMatch(
  principals: Readonly<Record<string, readonly string[]>>,
  asking: Principal | undefined,
): 'direct' | 'account' | 'none' {
  const named = principals['AWS'] ?? [];
  if (named.includes('*')) return 'direct';
  if (asking === undefined) return 'none';
  if ('service' in asking) return principals['Service']?.includes(asking.service) ? 'direct' : 'none';
  if (named.includes(asking.arn)) return 'direct';
  return named.some((name) => isAccountOf(name, asking.arn)) ? 'account' : 'none';
}

/** An account is named by its number or by the ARN of its root. */
function isAccountOf(name: string, arn: string): boolean {
  const asking = parseArn(arn);
  if (asking === undefined) return false;
  if (name === asking.account) return true;
  const named = parseArn(name);
  return named?.service === 'iam' && named.resource === 'root' && named.account === asking.account;
}
