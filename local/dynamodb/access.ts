import { authorise } from '../aws/authorise.ts';
import type { Caller } from '../aws/service.ts';
import type { TablePlan } from '../template/plan.ts';
import { leadingKeysOf } from './leading-keys.ts';
import { type Input, targetsOf } from './request.ts';

/**
 * Makes the check that lets a caller run an operation on the tables and indexes that a request names, as its role's
 * policy says. A table that is not in the template is asked for like one that is, so a role learns nothing about it.
 */
export function createAccessCheck(tables: readonly TablePlan[]) {
  const plans = new Map(tables.map((plan) => [plan.name, plan]));
  const [sample = { arn: 'arn:aws:dynamodb:::table/' }] = tables;
  const place = sample.arn.slice(0, sample.arn.lastIndexOf('/') + 1);

  /** @throws AccessDenied */
  return (caller: Caller, operation: string, input: Input): void => {
    const targets = targetsOf(input);
    if (targets.length === 0) authorise(caller, `dynamodb:${operation}`, '*');
    for (const { table, index } of targets) {
      const plan = plans.get(table);
      const arn = plan?.arn ?? place + table;
      const leadingKeys = plan && leadingKeysOf(input, plan, index);
      authorise(caller, `dynamodb:${operation}`, index === undefined ? arn : `${arn}/index/${index}`, [], {
        'dynamodb:LeadingKeys': leadingKeys,
      });
    }
  };
}
