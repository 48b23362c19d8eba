import { matches, parsePattern } from '../policy/pattern.ts';
import type { FunctionPlan } from '../template/plan.ts';

/**
 * Whether the function's resource policy lets a service invoke it on behalf of a resource (a topic rule, a schedule).
 * A permission without a source ARN is good for every source, as on AWS.
 */
export function permits(fn: FunctionPlan, principal: string, sourceArn: string): boolean {
  return fn.permissions.some(
    (permission) =>
      permission.principal === principal &&
      (permission.sourceArn === undefined || matches(parsePattern(permission.sourceArn), sourceArn)),
  );
}
